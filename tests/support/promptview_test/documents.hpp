// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

// Documents as strangers send them.
namespace promptview_test {

inline const std::vector<std::string>& good_json_documents() {
  static const std::vector<std::string> documents = {
      R"({"age__gt": 25, "name__icontains": "jo"})",
      R"({"and": [{"age__gt": 25}, {"or": [{"name": "Jo"}, {"bio": null}]}, {"not": {"active": true}}]})",
      R"({"filter": {"age__in": [1, 2, 3]}, "order": ["-age", "name"], "limit": 10, "offset": 2})",
      R"({"price__range": ["1.50", 2.5], "score__lt": -1.5e300, "born__gte": "1999-12-31"})",
      R"({"at": "2024-02-29T12:00:00.5Z", "time__lt": "23:59:59", "length__gte": "P1DT2H", "local__ne": "2024-01-01T00:00"})",
      R"({"code": "00000000-0000-4000-8000-000000000001", "role__in": ["guest"], "data": {"a": [1, "x", null]}})",
      R"({"tags": ["a", "b\n\u00e9"], "spans": {"lower": 1, "upper": 5, "bounds": "[]"}, "bytes": "AAEC"})",
      R"({"or": [{"bio__isnull": true}, {"name__startswith": "\\%_'"}, {"not": {"big__gte": 9223372036854775807}}]})",
      R"({"order": "-name", "limit": 0})",
      R"({"data__a": [[1], {"b": [2]}], "data__c__d": {"e": [[3]]}})",
      R"({"small__lte": -32768, "real__gt": 1e38, "price": "NaN"})",
  };
  return documents;
}

inline const std::vector<std::string>& good_query_strings() {
  static const std::vector<std::string> texts = {
      "age__gt=25&name__icontains=jo&order=-age&limit=10",
      "?age__in=1,2,3&age__in=4&price__range=1.5,2&offset=5",
      "name=J%C3%A9r%C3%B4me+%26+Co&bio__isnull=true&active=0",
      "born=1999-12-31&at__lt=2024-02-29T12%3A00%3A00Z&code=00000000-0000-4000-8000-000000000001",
      "tags=%5B%22a%22%5D&data=%7B%22a%22%3A1%7D&score__gte=-1e10&role=member&spans=%7B%22empty%22%3Atrue%7D",
      "order=-age,name&order=born&big=-9223372036854775808&bytes=AAEC&length=PT1S",
  };
  return texts;
}

// What is put into them to tamper with them.
inline const std::vector<std::string>& document_pieces() {
  static const std::vector<std::string> pieces = {
      "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-", "1e999", "99999999999999999999", "0.1", "\"not\":",
      "\"and\":[", "\"or\":[{", "\"filter\":{", "__", "__in", "__gt", "__range", "__isnull", "age", "name", "data", "spans",
      "lower", "%", "%00", "%ff", "%2C", "&", "=", "+", "\\u0000", "\\ud800", "infinity", "NaN", "+275760-01-01",
      "-004713-01-01", "1e131071", "'", ";--", "$1", "\xff", "\xC0\x80", std::string(1, '\0'), "P9999999999D",
      "294277-01-01T00:00:00Z", "24:00:00", "{\"lower\":5,\"upper\":1}", "{\"and\":[", "{\"not\":", "[[", "&age="};
  return pieces;
}

}  // namespace promptview_test
