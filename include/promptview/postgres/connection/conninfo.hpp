// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <promptview/base/characters.hpp>
#include <promptview/base/error.hpp>

// Reading URLs and keyword=value pairs. No message shows any part of them, since any part can be one of a password: libpq's
// own messages quote what they could not read.
namespace promptview::postgres::detail {

// libpq's settings, each with its value, null where it has none.
class Settings {
 public:
  explicit Settings(PQconninfoOption* made) noexcept : first_{made, PQconninfoFree} {}

  const PQconninfoOption* begin() const noexcept { return first_.get(); }
  const PQconninfoOption* end() const noexcept {
    const PQconninfoOption* last = first_.get();
    while (last != nullptr && last->keyword != nullptr) ++last;
    return last;
  }
  // Null: not given.
  const char* find(std::string_view keyword) const noexcept {
    for (const PQconninfoOption& each : *this)
      if (keyword == each.keyword) return each.val;
    return nullptr;
  }
  bool is_given(std::string_view keyword) const noexcept { return find(keyword) != nullptr; }
  // Empty: not given.
  std::string_view value(std::string_view keyword) const noexcept {
    const char* found = find(keyword);
    return found == nullptr ? std::string_view{} : std::string_view{found};
  }

 private:
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> first_;
};

[[noreturn]] inline void refuse_url(std::string_view reason) {
  throw InvalidValue{"correct the database URL, e.g. postgresql://user@host/database: " + std::string{reason}};
}

inline constexpr std::string_view encode_signs =
    "in the user, the password and the names, write @ as %40, / as %2F, : as %3A, ? as %3F and % as %25";

inline bool is_uri(std::string_view url) noexcept { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

// Whether each % begins two hexadecimal digits that are not 00.
inline bool is_percent_encoded(std::string_view text) noexcept {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const std::string_view code = text.substr(at + 1, 2);
    if (code.size() < 2 || promptview::detail::hex_value(code[0]) < 0 || promptview::detail::hex_value(code[1]) < 0 || code == "00") return false;
  }
  return true;
}

// Whether it has a word or sign beside which a password stands, however it is misspelt.
inline bool can_hold_password(std::string_view text) noexcept {
  for (const std::string_view sign : {"pas", "PAS", "pw", "secret", "scram", "@"})
    if (text.find(sign) != std::string_view::npos) return true;
  return false;
}

// The keyword that libpq does not know, by its message, of a text that can hold no password; otherwise "".
inline std::string_view unknown_keyword(std::string_view text, std::string_view message) noexcept {
  constexpr std::string_view between = " \t\n&?";
  if (can_hold_password(text)) return {};
  const Settings known{PQconndefaults()};
  const auto is_known = [&](std::string_view word) {
    for (const PQconninfoOption& each : known)
      if (word == each.keyword) return true;
    return false;
  };
  for (std::size_t sign = text.find('='); sign != std::string_view::npos; sign = text.find('=', sign + 1)) {
    const std::string_view before = text.substr(0, sign);
    const std::string_view word = before.substr(before.find_last_of(between) + 1);
    if (!word.empty() && !is_known(word) && message.find(word) != std::string_view::npos) return word;
  }
  return {};
}

// Why libpq cannot read the text. `message`: libpq's own, which is not shown, since it can hold a password.
inline std::string why_no_url(std::string_view text, std::string_view message) {
  if (const std::string_view word = unknown_keyword(text, message); !word.empty())
    return "libpq knows no setting \"" + std::string{word} + "\"";
  if (!is_uri(text)) {
    if (text.find("://") < text.find('=')) return "it begins with neither postgresql:// nor postgres://";
    return "settings are keyword=value, with keywords that libpq knows; a value with spaces stands in single quotes, and ' "
           "and \\ within have a \\ before them";
  }
  if (!is_percent_encoded(text))
    return "behind each % stand two hexadecimal digits, and never 00; " + std::string{encode_signs};
  return "hosts may be IPv6 addresses in brackets, and behind ? stand keyword=value pairs, joined by &, with keywords that "
         "libpq knows; " +
         std::string{encode_signs};
}

// Whether an @ stands where libpq ends neither the password nor takes a value of a parameter: the password had one that
// was not encoded, and its rest would be taken for a host or a database, and be shown.
inline bool has_stray_at(std::string_view uri) noexcept {
  uri.remove_prefix(uri.find("://") + 3);
  const std::size_t sign = uri.find_first_of("@/");
  if (sign != std::string_view::npos && uri[sign] == '@') uri.remove_prefix(sign + 1);
  return uri.substr(0, uri.find('?')).find('@') != std::string_view::npos;
}

// The settings that the URL itself gives. Throws InvalidValue for one that is none.
inline Settings settings_of(const std::string& url) {
  char* problem = nullptr;
  Settings parsed{PQconninfoParse(url.c_str(), &problem)};
  const std::unique_ptr<char, decltype(&PQfreemem)> message{problem, PQfreemem};
  if (parsed.begin() == nullptr) refuse_url(why_no_url(url, problem == nullptr ? "" : problem));
  if (is_uri(url) && has_stray_at(url)) refuse_url(encode_signs);
  if (parsed.value("port").find_first_not_of("0123456789,") != std::string_view::npos)
    refuse_url("the port is no number; " + std::string{encode_signs});
  return parsed;
}

// The settings that libpq takes when it connects by the URL: those of the URL, or else of the service file, or else of its PG*
// variables, or else its own defaults. Sends nothing. Throws InvalidValue for values that libpq knows to be wrong.
inline Settings settings_in_force(const std::string& url) {
  // libpq offers no other way to read a service: it looks at this setting last, refuses it, and never gets to connecting.
  constexpr const char* refused = "promptview-looks-only";
  const char* const keywords[] = {"dbname", "target_session_attrs", nullptr};
  const char* const values[] = {url.c_str(), refused, nullptr};
  const std::unique_ptr<PGconn, decltype(&PQfinish)> looking{PQconnectStartParams(keywords, values, 1), PQfinish};
  Settings found{PQconninfo(looking.get())};
  if (found.value("target_session_attrs") != refused)
    throw InvalidValue{"define the service of the URL or of PGSERVICE in a service file (~/.pg_service.conf, PGSERVICEFILE); "
                       "libpq cannot read it"};
  const std::string_view message = PQerrorMessage(looking.get());
  if (message.find(refused) != std::string_view::npos) return found;
  std::string_view wrong;
  for (const PQconninfoOption& each : found)
    if (const std::string_view name = each.keyword; name.size() > wrong.size() && message.find(name) != std::string_view::npos)
      wrong = name;
  throw InvalidValue{"correct the database URL, the service or the PG* variables: libpq does not take the value of " +
                     std::string{wrong.empty() ? "a setting" : wrong}};
}

}  // namespace promptview::postgres::detail
