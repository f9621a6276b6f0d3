// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/pickle/pickle_machine.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/core/io/pickle/checkpoint_inputs.h"

namespace core::io {
namespace {

using testing::Bytes;
using testing::error_of;
using testing::PickleWriter;

// What these tests read lives until their end.
const std::string kName = "a.pkl";

/// The kinds and values of a pickle as a text in Python's manner.
std::string words(const Pickle& pickle, PickleRef ref) {
  const PickleValue& value = pickle.at(ref);
  const auto list = [&](const std::vector<PickleRef>& refs) {
    std::string text;
    for (const PickleRef inner : refs) text += words(pickle, inner) + ",";
    return text;
  };
  switch (value.kind) {
    case PickleKind::None:
      return "None";
    case PickleKind::Bool:
      return value.integer != 0 ? "True" : "False";
    case PickleKind::Int:
      return std::to_string(value.integer);
    case PickleKind::LongInt:
      return "long" + std::to_string(value.text.size());
    case PickleKind::Float:
      return std::to_string(value.real);
    case PickleKind::Text:
      return "'" + std::string(value.text) + "'";
    case PickleKind::Bytes:
      return "b'" + std::string(value.text) + "'";
    case PickleKind::Tuple:
      return "(" + list(value.items) + ")";
    case PickleKind::List:
      return "[" + list(value.items) + "]";
    case PickleKind::Set:
      return "set(" + list(value.items) + ")";
    case PickleKind::Dict:
      return "{" + list(value.entries) + "}";
    case PickleKind::Global:
      return std::string(value.module) + "." + std::string(value.text);
    case PickleKind::Call:
      return "call(" + list(value.items) + ")";
    case PickleKind::Persistent:
      return "persistent(" + list(value.items) + ")";
  }
  return "?";
}
std::string words_of(const Bytes& bytes) {
  const Pickle pickle = read_pickle(bytes, kName);
  return words(pickle, pickle.root);
}

/// Opcodes with zeros in them.
template <std::size_t N>
std::string_view raw(const char (&bytes)[N]) {
  return {bytes, N - 1};
}

TEST(PickleMachine, ReadsTheConstantsOfEveryProtocol) {
  EXPECT_EQ(words_of(PickleWriter().op("(N\x88\x89K\xffM\x01\x02").op(raw("J\xfe\xff\xff\xff")).op("t").end()),
            "(None,True,False,255,513,-2,)");
  EXPECT_EQ(words_of(PickleWriter()
                         .op(raw("(\x8a\x00\x8a\x01\xff\x8a\x02\x00\x01\x8a\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09t"))
                         .end()),
            "(0,-1,256,long9,)");
  EXPECT_EQ(words_of(PickleWriter().op(raw("G\x3f\xf8\x00\x00\x00\x00\x00\x00")).end()), "1.500000");
  EXPECT_EQ(
      words_of(
          PickleWriter()
              .op(raw(
                  "(X\x02\x00\x00\x00hi\x8c\x01x\x8d\x01\x00\x00\x00\x00\x00\x00\x00yU\x01zC\x01wB\x01\x00\x00\x00vt"))
              .end()),
      "('hi','x','y','z',b'w',b'v',)");
}

TEST(PickleMachine, ReadsListsTuplesDictsAndSharedValues) {
  EXPECT_EQ(words_of(PickleWriter()
                         .op("](K\x01K\x02"
                             "eK\x03"
                             "a")
                         .end()),
            "[1,2,3,]");
  EXPECT_EQ(words_of(PickleWriter().op("}K\x01K\x02s(K\x03K\x04u").end()), "{1,2,3,4,}");
  EXPECT_EQ(words_of(PickleWriter()
                         .op("(K\x01K\x02"
                             "d")
                         .end()),
            "{1,2,}");
  EXPECT_EQ(words_of(PickleWriter().op("K\x01K\x02K\x03\x87K\x04\x85\x86)\x86").end()), "(((1,2,3,),(4,),),(),)");
  EXPECT_EQ(words_of(PickleWriter()
                         .op(raw("(]q\x00K\x05"
                                 "ah\x00j\x00\x00\x00\x00t"))
                         .end()),
            "([5,],[5,],[5,],)");
  EXPECT_EQ(words_of(PickleWriter().op("\x8f(K\x01\x90").end()), "set(1,)");
  EXPECT_EQ(words_of(PickleWriter()
                         .op("K\x07\x94"
                             "2\x86")
                         .end()),
            "(7,7,)");
  EXPECT_EQ(words_of(PickleWriter()
                         .op("K\x07(K\x01K\x02"
                             "1(0K\x08"
                             "0")
                         .end()),
            "7");
}

TEST(PickleMachine, CallsStayNamesAndArguments) {
  EXPECT_EQ(words_of(PickleWriter().global("os", "system").text("rm -rf /").op("\x85R").end()),
            "call(os.system,('rm -rf /',),)");
  EXPECT_EQ(words_of(PickleWriter().text("builtins").text("eval").op("\x93)\x81}b").end()), "call(builtins.eval,(),)");
  EXPECT_EQ(words_of(PickleWriter().text("x").op("Q").end()), "persistent('x',)");
}

TEST(PickleMachine, FollowsNoCircle) {
  const Bytes bytes = PickleWriter()
                          .op(raw("]q\x00h\x00"
                                  "a"))
                          .end();
  const Pickle pickle = read_pickle(bytes, kName);
  EXPECT_EQ(pickle.root_value().items, std::vector<PickleRef>{pickle.root});
}

TEST(PickleMachine, TellsHowLongAPickleIs) {
  Bytes bytes = PickleWriter().op("K\x01").end();
  const std::size_t size = bytes.size();
  testing::append(bytes, {1, 2, 3});
  EXPECT_EQ(read_pickle(bytes, kName).num_bytes, size);
}

TEST(PickleMachine, RefusesDamagedPicklesAndSaysAtWhichByte) {
  for (const std::string_view ops : {raw(""),
                                     raw("t"),
                                     raw("(K\x01"
                                         "R"),
                                     raw("R"),
                                     raw("K\x01\x85K\x02s"),
                                     raw("}K\x01(u"),
                                     raw("}(K\x01u"),
                                     raw("a"),
                                     raw("K\x01(a"),
                                     raw("h\x05"),
                                     raw("j\x00\x00\x00\x00"),
                                     raw("X\xff\xff\xff\xff"
                                         "a"),
                                     raw("c"
                                         "abc"),
                                     raw("K\x01K\x02\x93"),
                                     raw("\x8d\xff\xff\xff\xff\xff\xff\xff\xff"),
                                     raw("\x95\xff\xff\xff\xff\xff\xff\xff\x7f"),
                                     raw("(q\x01"),
                                     raw("(\x85"),
                                     raw("N(b"),
                                     raw("1"),
                                     raw("0")}) {
    const auto refusal = error_of([&] { read_pickle(PickleWriter().op(ops).end(), kName); });
    EXPECT_EQ(refusal.code(), ErrorCode::BadFormat) << refusal.what();
    EXPECT_NE(std::string_view(refusal.what()).find("'a.pkl'"), std::string::npos) << refusal.what();
    EXPECT_NE(std::string_view(refusal.what()).find("at byte"), std::string::npos) << refusal.what();
  }
  EXPECT_EQ(error_of([] { read_pickle({}, kName); }).code(), ErrorCode::BadFormat);
}

TEST(PickleMachine, RefusesOpcodesAndProtocolsThatWeightsDoNotNeed) {
  for (const std::string_view op : {"I1\n", "i", "o", "P", "\x82", "\x97", "p1\n", "L", "\xff"}) {
    const auto refusal = error_of([&] { read_pickle(PickleWriter().op("N(").op(op).end(), kName); });
    EXPECT_EQ(refusal.code(), ErrorCode::Unsupported) << refusal.what();
  }
  for (const std::string_view start : {raw("\x80\x00N."), raw("\x80\x06N.")})
    EXPECT_EQ(error_of([&] { read_pickle(testing::bytes_of(start), kName); }).code(), ErrorCode::Unsupported);
  EXPECT_EQ(error_of([] { read_pickle(testing::bytes_of("N."), kName); }).code(), ErrorCode::BadFormat);
}

TEST(PickleMachine, StopsAtItsLimits) {
  const auto code_with = [](std::string_view ops, int times, const PickleLimits& limits) {
    PickleWriter writer;
    for (int i = 0; i < times; ++i) writer.op(ops);
    const Bytes bytes = writer.end();
    return error_of([&] { read_pickle(bytes, kName, limits); }).code();
  };
  EXPECT_EQ(code_with("N0", 11, {.max_values = 10}), ErrorCode::LimitExceeded);
  EXPECT_EQ(code_with("N", 11, {.max_stack = 10}), ErrorCode::LimitExceeded);
  EXPECT_EQ(code_with("(", 11, {.max_stack = 10}), ErrorCode::LimitExceeded);
  EXPECT_EQ(code_with(raw("Nr\xff\xff\xff\xff"), 1, {}), ErrorCode::LimitExceeded);
  EXPECT_EQ(code_with("N", 11, {.max_bytes = 10}), ErrorCode::BadFormat);
  EXPECT_EQ(code_with("c" + std::string(2000, 'x') + "\ny\n", 1, {}), ErrorCode::BadFormat);
}

TEST(PickleMachine, ReadsOrRefusesAnyRowOfOpcodes) {
  static constexpr std::string_view kOps =
      "(.012BCGJKMNQRTUXabcdehjlqrstu])}"
      "\x80\x81\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96";
  int num_read = 0;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    Random random(seed);
    PickleWriter writer;
    for (std::uint32_t left = random.next_u32() % 24; left > 0; --left) {
      const char byte =
          random.next_u32() % 4 == 0 ? static_cast<char>(random.next_u32() % 4) : kOps[random.next_u32() % kOps.size()];
      writer.op({&byte, 1});
    }
    const Bytes bytes = writer.end();
    try {
      const Pickle pickle = read_pickle(bytes, kName);
      EXPECT_LT(pickle.root, pickle.values.size());
      ++num_read;
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::Internal) << error.what();
    }
  }
  EXPECT_GT(num_read, 100);
}

}  // namespace
}  // namespace core::io
