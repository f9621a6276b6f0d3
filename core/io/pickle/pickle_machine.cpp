// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/pickle/pickle_machine.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "core/base/error.h"

namespace core::io {
namespace {

/// Names of pickletools.
enum Opcode : std::uint8_t {
  kMark = '(',
  kStop = '.',
  kPop = '0',
  kPopMark = '1',
  kDup = '2',
  kBinBytes = 'B',
  kShortBinBytes = 'C',
  kBinFloat = 'G',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kBinInt2 = 'M',
  kNone = 'N',
  kBinPersId = 'Q',
  kReduce = 'R',
  kBinString = 'T',
  kShortBinString = 'U',
  kBinUnicode = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kDict = 'd',
  kAppends = 'e',
  kBinGet = 'h',
  kLongBinGet = 'j',
  kList = 'l',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kSetItem = 's',
  kTuple = 't',
  kSetItems = 'u',
  kEmptyList = ']',
  kEmptyTuple = ')',
  kEmptyDict = '}',
  kProto = 0x80,
  kNewObj = 0x81,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kLong4 = 0x8b,
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes8 = 0x8e,
  kEmptySet = 0x8f,
  kAddItems = 0x90,
  kFrozenSet = 0x91,
  kNewObjEx = 0x92,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
  kByteArray8 = 0x96,
};

constexpr std::size_t kMaxGlobalName = 1000;
constexpr PickleRef kNoValue = std::numeric_limits<PickleRef>::max();

class Machine {
 public:
  Machine(std::span<const std::uint8_t> bytes, const std::string& name, const PickleLimits& limits)
      : bytes_(bytes.first(std::min(bytes.size(), limits.max_bytes))), name_(name), limits_(limits) {}

  Pickle run() {
    if (next() != kProto) fail("it does not start with the number of its protocol");
    const std::uint8_t protocol = next();
    if (protocol < 2 || protocol > 5)
      throw Error(ErrorCode::Unsupported,
                  fmt::format("'{}' is a pickle of protocol {}; 2 to 5 are read.", name_, protocol));
    for (;;) {
      opcode_at_ = at_;
      const std::uint8_t opcode = next();
      if (opcode == kStop) break;
      if (!put_constant(opcode) && !put_text(opcode) && !collect(opcode) && !use_memo(opcode) && !refer(opcode))
        throw Error(ErrorCode::Unsupported,
                    fmt::format("'{}' cannot be read: the opcode 0x{:02x} at byte {} of its pickle is not one that "
                                "weight files need.",
                                name_, opcode, opcode_at_));
    }
    pickle_.root = pop();
    pickle_.num_bytes = at_;
    return std::move(pickle_);
  }

 private:
  [[noreturn]] void fail(const char* why) const {
    throw Error(ErrorCode::BadFormat,
                fmt::format("'{}' cannot be read: at byte {} of its pickle {}.", name_, opcode_at_, why));
  }
  void check_limit(std::size_t count, std::size_t limit, const char* what) const {
    if (count <= limit) return;
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' cannot be read: its pickle has over {} {}.", name_, limit, what));
  }

  // ---- Bytes

  std::span<const std::uint8_t> take(std::uint64_t count) {
    if (count > bytes_.size() - at_) fail("it ends too early");
    at_ += static_cast<std::size_t>(count);
    return bytes_.subspan(at_ - static_cast<std::size_t>(count), static_cast<std::size_t>(count));
  }
  std::uint8_t next() { return take(1)[0]; }
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
    return value;
  }
  std::string_view text(std::uint64_t size) {
    const std::span<const std::uint8_t> bytes = take(size);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string_view line() {
    const std::size_t start = at_;
    while (next() != '\n') {
    }
    return {reinterpret_cast<const char*>(bytes_.data()) + start, at_ - start - 1};
  }

  // ---- Stack

  void push(PickleRef ref) {
    stack_.push_back(ref);
    check_limit(stack_.size(), limits_.max_stack, "values on its stack");
  }
  void push(PickleValue value) {
    check_limit(pickle_.values.size() + 1, limits_.max_values, "values");
    pickle_.values.push_back(std::move(value));
    push(static_cast<PickleRef>(pickle_.values.size() - 1));
  }
  /// What lies above the last mark belongs to a list that is not closed yet.
  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  PickleRef top() const {
    if (stack_.size() <= floor()) fail("a value is missing");
    return stack_.back();
  }
  PickleRef pop() {
    const PickleRef ref = top();
    stack_.pop_back();
    return ref;
  }
  std::vector<PickleRef> pop(std::size_t count) {
    if (stack_.size() - floor() < count) fail("a value is missing");
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<PickleRef> refs(first, stack_.end());
    stack_.erase(first, stack_.end());
    return refs;
  }
  std::vector<PickleRef> pop_to_mark() {
    if (marks_.empty()) fail("a mark is missing");
    std::vector<PickleRef> refs = pop(stack_.size() - marks_.back());
    marks_.pop_back();
    return refs;
  }
  PickleValue& top_value() { return pickle_.values[top()]; }

  // ---- Opcodes, by what they do; false if it is none of them

  bool put_constant(std::uint8_t opcode) {
    switch (opcode) {
      case kNone:
        push(PickleValue{PickleKind::None});
        return true;
      case kNewTrue:
      case kNewFalse:
        push(PickleValue{PickleKind::Bool, opcode == kNewTrue});
        return true;
      case kBinInt:
        push(PickleValue{PickleKind::Int, number<std::int32_t>()});
        return true;
      case kBinInt1:
        push(PickleValue{PickleKind::Int, number<std::uint8_t>()});
        return true;
      case kBinInt2:
        push(PickleValue{PickleKind::Int, number<std::uint16_t>()});
        return true;
      case kLong1:
        put_long(number<std::uint8_t>());
        return true;
      case kLong4:
        put_long(number<std::uint32_t>());
        return true;
      case kBinFloat:
        push(PickleValue{PickleKind::Float, 0, std::bit_cast<double>(__builtin_bswap64(number<std::uint64_t>()))});
        return true;
      default:
        return false;
    }
  }

  /// Two's complement, little-endian, of any length.
  void put_long(std::uint64_t size) {
    const std::string_view digits = text(size);
    if (size > sizeof(std::int64_t)) return push(PickleValue{PickleKind::LongInt, 0, 0.0, digits});
    std::uint64_t value = !digits.empty() && (digits.back() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    std::memcpy(&value, digits.data(), digits.size());
    push(PickleValue{PickleKind::Int, static_cast<std::int64_t>(value)});
  }

  bool put_text(std::uint8_t opcode) {
    const auto put = [&](PickleKind kind, std::uint64_t size) {
      push(PickleValue{kind, 0, 0.0, text(size)});
      return true;
    };
    switch (opcode) {
      case kShortBinUnicode:
      case kShortBinString:  // Python 2's texts
        return put(PickleKind::Text, number<std::uint8_t>());
      case kBinUnicode:
      case kBinString:
        return put(PickleKind::Text, number<std::uint32_t>());
      case kBinUnicode8:
        return put(PickleKind::Text, number<std::uint64_t>());
      case kShortBinBytes:
        return put(PickleKind::Bytes, number<std::uint8_t>());
      case kBinBytes:
        return put(PickleKind::Bytes, number<std::uint32_t>());
      case kBinBytes8:
      case kByteArray8:
        return put(PickleKind::Bytes, number<std::uint64_t>());
      default:
        return false;
    }
  }

  bool collect(std::uint8_t opcode) {
    switch (opcode) {
      case kMark:
        marks_.push_back(stack_.size());
        check_limit(marks_.size(), limits_.max_stack, "marks on its stack");
        return true;
      case kEmptyTuple:
        push(PickleValue{PickleKind::Tuple});
        return true;
      case kTuple1:
      case kTuple2:
      case kTuple3:
        put_items(PickleKind::Tuple, pop(opcode - kTuple1 + std::size_t{1}));
        return true;
      case kTuple:
        put_items(PickleKind::Tuple, pop_to_mark());
        return true;
      case kEmptyList:
        push(PickleValue{PickleKind::List});
        return true;
      case kList:
        put_items(PickleKind::List, pop_to_mark());
        return true;
      case kEmptySet:
        push(PickleValue{PickleKind::Set});
        return true;
      case kFrozenSet:
        put_items(PickleKind::Set, pop_to_mark());
        return true;
      case kEmptyDict:
        push(PickleValue{PickleKind::Dict});
        return true;
      case kDict: {
        const std::vector<PickleRef> entries = pop_to_mark();
        push(PickleValue{PickleKind::Dict});
        add_entries(entries);
        return true;
      }
      default:
        return fill(opcode);
    }
  }

  /// What puts values into one that is there.
  bool fill(std::uint8_t opcode) {
    switch (opcode) {
      case kAppend:
        add_items(pop(1));
        return true;
      case kAppends:
      case kAddItems:
        add_items(pop_to_mark());
        return true;
      case kSetItem:
        add_entries(pop(2));
        return true;
      case kSetItems:
        add_entries(pop_to_mark());
        return true;
      default:
        return false;
    }
  }

  void put_items(PickleKind kind, std::vector<PickleRef> items) {
    PickleValue value{kind};
    value.items = std::move(items);
    push(std::move(value));
  }
  void add_items(const std::vector<PickleRef>& items) {
    PickleValue& value = top_value();
    // Items of a called class (a deque) are of no use here.
    if (value.kind == PickleKind::Call) return;
    if (value.kind != PickleKind::List && value.kind != PickleKind::Set) fail("something is appended to no list");
    value.items.insert(value.items.end(), items.begin(), items.end());
  }
  void add_entries(const std::vector<PickleRef>& entries) {
    PickleValue& value = top_value();
    if (value.kind != PickleKind::Dict && value.kind != PickleKind::Call) fail("an entry is put into no dict");
    if (entries.size() % 2 != 0) fail("a key has no value");
    value.entries.insert(value.entries.end(), entries.begin(), entries.end());
  }

  bool use_memo(std::uint8_t opcode) {
    switch (opcode) {
      case kBinPut:
        put_memo(number<std::uint8_t>());
        return true;
      case kLongBinPut:
        put_memo(number<std::uint32_t>());
        return true;
      case kMemoize:
        put_memo(memo_.size());
        return true;
      case kBinGet:
        push(memo_at(number<std::uint8_t>()));
        return true;
      case kLongBinGet:
        push(memo_at(number<std::uint32_t>()));
        return true;
      case kPop:
        // As in Python: a mark that lies on top goes instead of a value.
        if (!marks_.empty() && marks_.back() == stack_.size()) {
          marks_.pop_back();
        } else {
          pop();
        }
        return true;
      case kPopMark:
        pop_to_mark();
        return true;
      case kDup:
        push(top());
        return true;
      default:
        return false;
    }
  }
  void put_memo(std::size_t index) {
    check_limit(index + 1, limits_.max_memo, "values in its memo");
    if (index >= memo_.size()) memo_.resize(index + 1, kNoValue);
    memo_[index] = top();
  }
  PickleRef memo_at(std::size_t index) const {
    if (index >= memo_.size() || memo_[index] == kNoValue) fail("a value is used that was not kept");
    return memo_[index];
  }

  /// Functions, classes and calls of them: names and arguments, nothing else.
  bool refer(std::uint8_t opcode) {
    switch (opcode) {
      case kGlobal: {
        const std::string_view module = line(), name = line();
        put_global(module, name);
        return true;
      }
      case kStackGlobal: {
        const std::vector<PickleRef> names = pop(2);
        const PickleValue &module = pickle_.at(names[0]), &name = pickle_.at(names[1]);
        if (module.kind != PickleKind::Text || name.kind != PickleKind::Text) fail("a class is not named by texts");
        put_global(module.text, name.text);
        return true;
      }
      case kReduce:
      case kNewObj:
        put_items(PickleKind::Call, pop(2));
        return true;
      case kNewObjEx:
        pop();  // named arguments
        put_items(PickleKind::Call, pop(2));
        return true;
      case kBuild:
        pop();  // attributes of an object; what matters here has none
        top();
        return true;
      case kBinPersId:
        put_items(PickleKind::Persistent, pop(1));
        return true;
      case kFrame:
        if (number<std::uint64_t>() > bytes_.size() - at_) fail("it ends too early");
        return true;
      default:
        return false;
    }
  }

  void put_global(std::string_view module, std::string_view name) {
    if (module.size() + name.size() > kMaxGlobalName) fail("a class has a name of improbable length");
    push(PickleValue{PickleKind::Global, 0, 0.0, name, module});
  }

  std::span<const std::uint8_t> bytes_;
  const std::string& name_;
  const PickleLimits& limits_;
  std::size_t at_ = 0;
  std::size_t opcode_at_ = 0;
  std::vector<PickleRef> stack_;
  std::vector<std::size_t> marks_;  ///< sizes of the stack when they were set
  std::vector<PickleRef> memo_;
  Pickle pickle_;
};

}  // namespace

Pickle read_pickle(std::span<const std::uint8_t> bytes, const std::string& name, const PickleLimits& limits) {
  return Machine(bytes, name, limits).run();
}

}  // namespace core::io
