// SPDX-License-Identifier: MIT
#pragma once

// PROMPTVIEW_INLINE stands before the declaration of a function whose body lies in the .ipp beside its header. Header-only, it
// is `inline`; where PROMPTVIEW_COMPILED is defined it is nothing, and only cmake/compiled.cpp, which defines it itself, has the
// bodies.
#ifndef PROMPTVIEW_INLINE
#ifdef PROMPTVIEW_COMPILED
#define PROMPTVIEW_INLINE
#else
#define PROMPTVIEW_INLINE inline
#endif
#endif
