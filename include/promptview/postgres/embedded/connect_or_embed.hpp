// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/inline.hpp>
#include <promptview/postgres/connection/connect_options.hpp>

namespace promptview::postgres {

class EmbeddedServer;

namespace detail {

// The server of this program for those who name none; started by the first call, ends with the program.
PROMPTVIEW_INLINE EmbeddedServer& embedded_server_of_this_program();

}  // namespace detail

// Connects the default database: the one that the options or the environment name, or else that of an EmbeddedServer,
// which is started by the first such call, is empty, and ends with the program. For examples, tests and first steps.
PROMPTVIEW_INLINE void connect_or_embed(ConnectOptions options = {});

}  // namespace promptview::postgres

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/embedded/connect_or_embed.ipp>
#endif
