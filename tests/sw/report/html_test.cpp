#include "sw/report/html.hpp"

#include <limits>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("markup in a text is escaped", "[report]") {
  CHECK(html_text("a < b && c > \"d\" 'e'") == "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;");
  CHECK(html_text("two\nlines\tand 量子化 😀") == "two\nlines\tand 量子化 😀");
  CHECK(html_text("").empty());
}

TEST_CASE("what is not UTF-8 becomes the replacement character", "[report]") {
  CHECK(html_text("a\xFFz") == "a\uFFFDz");
  CHECK(html_text("\xC3") == "\uFFFD");                      // cut off
  CHECK(html_text("\xC0\xBC") == "\uFFFD\uFFFD");            // "<", overlong
  CHECK(html_text("\xE0\x80\xBC") == "\uFFFD\uFFFD\uFFFD");  // the same in three bytes
  CHECK(html_text("\xF0\x80\x80\xBC") == "\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(html_text("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");            // a surrogate
  CHECK(html_text("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
  CHECK(html_text("\xE2\x82\xC3\xA4") == "\uFFFD\uFFFDä");             // the next character stays
  CHECK(html_text(std::string_view("\0\x1B\x7F", 3)) == "\uFFFD\uFFFD\uFFFD");
  CHECK(html_text("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF") == "\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF");
}

TEST_CASE("a link is a path, never a scheme or a host", "[report]") {
  CHECK(html_link("configs/qat_w4.yaml") == "configs/qat_w4.yaml");
  CHECK(html_link("../a b#c?d=100%.yaml") == "../a%20b%23c%3Fd%3D100%25.yaml");
  CHECK(html_link("javascript:alert(1)") == "javascript%3Aalert%281%29");
  CHECK(html_link("///host/x") == "/host/x");
  CHECK(html_link("\"><x>ä") == "%22%3E%3Cx%3E%C3%A4");
}

TEST_CASE("figures are written for readers", "[report]") {
  CHECK(number_text(0.0) == "0");
  CHECK(number_text(-0.0) == "0");
  CHECK(number_text(97.53) == "97.53");
  CHECK(number_text(1.0 / 3.0) == "0.33333");
  CHECK(number_text(21233664) == "21,233,664");
  CHECK(number_text(-1780) == "-1,780");
  CHECK(number_text(999) == "999");
  CHECK(number_text(1234.56) == "1,234.6");
  CHECK(number_text(123456.7) == "123,457");
  CHECK(number_text(1.25e-5) == "1.25e-5");
  CHECK(number_text(99999.7) == "100,000");
  CHECK(number_text(1.256e-5, 3) == "1.3e-5");
  CHECK(number_text(0.012349, 3) == "0.0123");
  CHECK(number_text(1234.5, 3) == "1,234");
  CHECK(number_text(-1e-100) == "-1e-100");
  CHECK(number_text(2e15) == "2e+15");
  CHECK(number_text(std::numeric_limits<double>::quiet_NaN()) == "–");
  CHECK(number_text(std::numeric_limits<double>::infinity()) == "∞");
  CHECK(number_text(-std::numeric_limits<double>::infinity()) == "-∞");
}

}  // namespace rtl4ml
