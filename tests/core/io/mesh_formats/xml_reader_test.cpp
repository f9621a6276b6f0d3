// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/xml_reader.h"

#include <gtest/gtest.h>

#include "tests/core/io/mesh_formats/mesh_inputs.h"

namespace core::io {
namespace {

/// The events of a document as "+name" and "-name".
std::string events(std::string_view text) {
  const std::filesystem::path path = "a.xml";
  XmlReader xml(text, path);
  std::string result;
  for (;;) {
    const XmlReader::Event event = xml.next();
    if (event == XmlReader::Event::Finish) return result;
    result += event == XmlReader::Event::Start ? '+' : '-';
    result += xml.name();
  }
}

TEST(XmlReader, GivesStartsAndEndsWithoutPrefixes) {
  EXPECT_EQ(events("<?xml version='1.0'?><a><n:b/><c >text &amp; more</c ></a>"), "+a+b-b+c-c-a");
}

TEST(XmlReader, PassesOverCommentsAndCharacterData) {
  EXPECT_EQ(events("<!-- <x> --><a><!-- -- > --><![CDATA[<y>]]></a><!-- end -->"), "+a-a");
}

TEST(XmlReader, GivesAttributesInEitherQuotes) {
  const std::filesystem::path path = "a.xml";
  XmlReader xml("<a x='1' n:y = \"2 > '1'\"\n z=\"\"/>", path);
  xml.next();
  EXPECT_EQ(xml.attribute("x"), "1");
  EXPECT_EQ(xml.attribute("y"), "2 > '1'");
  EXPECT_EQ(xml.attribute("z"), "");
  EXPECT_EQ(xml.attribute("w"), "");
}

TEST(XmlReader, RefusesWhatIsNotWellFormed) {
  for (const char* text :
       {"", "text", "<a>", "<a", "<a x", "<a x=", "<a x='1", "<a></b>", "</a>", "<a><b></a></b>", "<a/><b/>",
        "<a x=1/>", "<!DOCTYPE a><a/>", "<!-- <a/>", "<a><![CDATA[</a>", "<a / >", "< a/>", "<>"}) {
    EXPECT_EQ(testing::code_of([&] { events(text); }), ErrorCode::BadFormat) << text;
  }
}

TEST(XmlReader, RefusesElementsNestedTooDeeply) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "<a>";
  EXPECT_EQ(testing::code_of([&] { events(text); }), ErrorCode::BadFormat);
}

}  // namespace
}  // namespace core::io
