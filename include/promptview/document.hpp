// SPDX-License-Identifier: MIT
#pragma once

// Filters, orders and pages that strangers ask for, in JSON or in a URL, within rules.
#include <promptview/documents/document_rules.hpp>  // first, so that errors are short

#include <promptview/documents/apply_document.hpp>
#include <promptview/documents/document_page.hpp>
