// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/pickle/pickled_tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/base/error.h"

namespace core::io {
namespace {

/// A view larger than its storage (repeated elements) costs its full size once it is copied.
constexpr std::uint64_t kMaxRepeatedBytes = std::uint64_t{1} << 30;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxVisits = 1'000'000;
constexpr std::size_t kMaxKey = 300, kMaxName = 1000;  ///< characters of a key, and of a tensor's whole name
constexpr std::size_t kMaxNamesInNote = 10;

using TypeRow = std::pair<std::string_view, Dtype>;
constexpr std::array<TypeRow, 10> kStorageTypes = {{{"DoubleStorage", Dtype::F64},
                                                    {"FloatStorage", Dtype::F32},
                                                    {"HalfStorage", Dtype::F16},
                                                    {"BFloat16Storage", Dtype::BF16},
                                                    {"LongStorage", Dtype::I64},
                                                    {"IntStorage", Dtype::I32},
                                                    {"ShortStorage", Dtype::I16},
                                                    {"CharStorage", Dtype::I8},
                                                    {"ByteStorage", Dtype::U8},
                                                    {"BoolStorage", Dtype::Bool}}};
/// Types that have no storage class of their own.
constexpr std::array<TypeRow, 8> kTensorTypes = {{{"uint16", Dtype::U16},
                                                  {"uint32", Dtype::U32},
                                                  {"uint64", Dtype::U64},
                                                  {"float8_e4m3fn", Dtype::F8E4M3},
                                                  {"float8_e5m2", Dtype::F8E5M2},
                                                  {"float8_e4m3fnuz", Dtype::F8E4M3Fnuz},
                                                  {"float8_e5m2fnuz", Dtype::F8E5M2Fnuz},
                                                  {"float8_e8m0fnu", Dtype::F8E8M0}}};

template <std::size_t N>
std::optional<Dtype> type_in(const std::array<TypeRow, N>& rows, std::string_view name) {
  for (const auto& [row_name, dtype] : rows) {
    if (row_name == name) return dtype;
  }
  return std::nullopt;
}

bool is_global(const PickleValue& value, std::string_view module, std::string_view name) {
  return value.kind == PickleKind::Global && value.module == module && value.text == name;
}

bool is_storage_class(const PickleValue& value) {
  return value.kind == PickleKind::Global && value.text.ends_with("Storage") &&
         (value.module == "torch" || value.module == "torch.cuda" || value.module == "torch.storage");
}

/// Functions and classes whose calls are understood, and types that are names only.
bool is_known(const PickleValue& global) {
  return is_storage_class(global) || is_global(global, "collections", "OrderedDict") ||
         global.module == "torch._utils" || global.module == "torch._tensor" || global.module == "torch";
}

std::optional<std::int64_t> whole_number(const PickleValue& value) {
  return value.kind == PickleKind::Int ? std::optional(value.integer) : std::nullopt;
}

class Collector {
 public:
  Collector(const Pickle& pickle, const BytesOfStorage& bytes_of, const std::string& name)
      : pickle_(pickle), bytes_of_(bytes_of), name_(name) {}

  PickledTensors collect() {
    walk(weights_root(), "", 0);
    if (found_.tensors.empty())
      throw Error(ErrorCode::Empty, fmt::format("'{}' holds no tensors{}.", name_, instead()));
    note_foreign_classes();
    check_names();
    return std::move(found_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: {}.", name_, why));
  }
  [[noreturn]] void fail_limit(const std::string& why) const {
    throw Error(ErrorCode::LimitExceeded, fmt::format("'{}' cannot be read: {}.", name_, why));
  }

  /// Key, value, key, value of a dict; none for other values.
  std::optional<std::vector<PickleRef>> entries_of(const PickleValue& value) const {
    if (value.kind == PickleKind::Dict) return value.entries;
    if (value.kind != PickleKind::Call || !is_global(pickle_.at(value.items[0]), "collections", "OrderedDict"))
      return std::nullopt;
    // Python 2 gives the entries as one argument, a list of pairs.
    std::vector<PickleRef> entries;
    const PickleValue& arguments = pickle_.at(value.items[1]);
    if (arguments.items.size() == 1) {
      for (const PickleRef ref : pickle_.at(arguments.items[0]).items) {
        const PickleValue& pair = pickle_.at(ref);
        if (pair.items.size() == 2) entries.insert(entries.end(), pair.items.begin(), pair.items.end());
      }
    }
    entries.insert(entries.end(), value.entries.begin(), value.entries.end());
    return entries;
  }

  /// Where the weights start: the root, or what it holds as 'state_dict'.
  PickleRef weights_root() {
    const auto entries = entries_of(pickle_.root_value());
    if (!entries) return pickle_.root;
    std::vector<std::string> others;
    PickleRef root = pickle_.root;
    for (std::size_t i = 0; i < entries->size(); i += 2) {
      const std::optional<std::string> key = key_text((*entries)[i]);
      const PickleRef value = (*entries)[i + 1];
      if (key == "state_dict" && entries_of(pickle_.at(value))) {
        root = value;
      } else {
        others.push_back(key.value_or("an object"));
      }
    }
    if (root != pickle_.root) note("Left out beside the weights", others);
    return root;
  }

  std::optional<std::string> key_text(PickleRef ref) const {
    const PickleValue& key = pickle_.at(ref);
    // Keys may be shared by any number of entries: long ones would take more than the file.
    if (key.text.size() > kMaxKey) fail_limit(fmt::format("one of its names has over {} characters", kMaxKey));
    if (key.kind == PickleKind::Text) return std::string(key.text);
    if (key.kind == PickleKind::Int) return fmt::format("{}", key.integer);
    return std::nullopt;
  }

  void note(const char* what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    const std::size_t shown = std::min(names.size(), kMaxNamesInNote);
    found_.notes.push_back(fmt::format(
        "{}: {}{}.", what, fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        shown < names.size() ? fmt::format(" and {} more", names.size() - shown) : ""));
  }

  void note_foreign_classes() {
    std::set<std::string> names;
    for (const PickleValue& value : pickle_.values) {
      if (value.kind == PickleKind::Global && !is_known(value))
        names.insert(fmt::format("{}.{}", value.module, value.text));
    }
    note("Named in the file, but not used", {names.begin(), names.end()});
  }

  std::string instead() const {
    const PickleValue& root = pickle_.root_value();
    if (root.kind != PickleKind::Call) return "";
    const PickleValue& callee = pickle_.at(root.items[0]);
    return callee.kind == PickleKind::Global
               ? fmt::format(": it is an object of the class {}.{}", callee.module, callee.text)
               : std::string();
  }

  void walk(PickleRef ref, const std::string& way, std::size_t depth) {
    check_depth(depth);
    const PickleValue& value = pickle_.at(ref);
    if (const auto entries = entries_of(value)) {
      count_visits(entries->size());
      for (std::size_t i = 0; i < entries->size(); i += 2) {
        if (const auto key = key_text((*entries)[i])) walk((*entries)[i + 1], inner_way(way, *key), depth + 1);
      }
    } else if (value.kind == PickleKind::List || value.kind == PickleKind::Tuple) {
      count_visits(value.items.size());
      for (std::size_t i = 0; i < value.items.size(); ++i)
        walk(value.items[i], inner_way(way, fmt::format("{}", i)), depth + 1);
    } else if (value.kind == PickleKind::Call) {
      take_call(value, way, depth);
    }
  }

  // A value may be reached on any number of ways, also on one that leads back to it.
  void check_depth(std::size_t depth) const {
    if (depth > kMaxDepth) fail_limit(fmt::format("its dicts and lists are nested more than {} deep", kMaxDepth));
  }
  void count_visits(std::size_t count) {
    num_visits_ += count;
    if (num_visits_ > kMaxVisits) fail_limit(fmt::format("it holds over {} entries", kMaxVisits));
  }
  std::string inner_way(const std::string& way, const std::string& key) const {
    if (way.size() > kMaxName)
      fail_limit(fmt::format("the name '{}...' has over {} characters", way.substr(0, 100), kMaxName));
    return way.empty() ? key : fmt::format("{}.{}", way, key);
  }

  void take_call(const PickleValue& call, const std::string& way, std::size_t depth) {
    check_depth(depth);
    const PickleValue &callee = pickle_.at(call.items[0]), &arguments = pickle_.at(call.items[1]);
    if (callee.kind != PickleKind::Global || arguments.kind != PickleKind::Tuple) return;
    if (callee.module == "torch._tensor" && callee.text == "_rebuild_from_type_v2") {
      // (function, type, arguments of the function, state)
      if (arguments.items.size() < 3) fail(fmt::format("the tensor '{}' is incomplete", way));
      take_rebuilt(pickle_.at(arguments.items[0]), pickle_.at(arguments.items[2]), way, depth);
    } else {
      take_rebuilt(callee, arguments, way, depth);
    }
  }

  void take_rebuilt(const PickleValue& function, const PickleValue& arguments, const std::string& way,
                    std::size_t depth) {
    if (function.kind != PickleKind::Global || function.module != "torch._utils") return;
    if (function.text == "_rebuild_parameter" || function.text == "_rebuild_parameter_with_state") {
      const PickleValue* inner = arguments.items.empty() ? nullptr : &pickle_.at(arguments.items[0]);
      if (inner == nullptr || inner->kind != PickleKind::Call) fail(fmt::format("the parameter '{}' is damaged", way));
      take_call(*inner, way, depth + 1);
    } else if (function.text == "_rebuild_tensor" || function.text == "_rebuild_tensor_v2") {
      take_tensor(arguments, std::nullopt, way);
    } else if (function.text == "_rebuild_tensor_v3") {
      take_tensor(arguments, type_argument(arguments, way), way);
    }
  }

  /// The seventh argument of _rebuild_tensor_v3.
  Dtype type_argument(const PickleValue& arguments, const std::string& way) const {
    const PickleValue* type = arguments.items.size() > 6 ? &pickle_.at(arguments.items[6]) : nullptr;
    const auto dtype =
        type != nullptr && type->kind == PickleKind::Global ? type_in(kTensorTypes, type->text) : std::nullopt;
    if (!dtype) fail_type(way, type != nullptr ? type->text : "");
    return *dtype;
  }
  [[noreturn]] void fail_type(const std::string& way, std::string_view type) const {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("'{}' cannot be read: its tensor '{}' is of the type '{}', which this program does not know.",
                    name_, way, type));
  }

  /// (storage, first element, sizes, strides, ...)
  void take_tensor(const PickleValue& arguments, std::optional<Dtype> dtype, const std::string& way) {
    if (arguments.items.size() < 4 || pickle_.at(arguments.items[0]).kind != PickleKind::Persistent)
      fail(fmt::format("the tensor '{}' has no storage, sizes and strides", way));
    PickledStorage storage = storage_of(pickle_, pickle_.at(arguments.items[0]), name_);
    if (!storage.dtype && !dtype) fail_type(way, "none");
    StoredTensor tensor;
    tensor.name = way;
    tensor.dtype = dtype.value_or(storage.dtype.value_or(Dtype::U8));
    tensor.shape = sizes_of(arguments.items[2], way);
    tensor.strides = sizes_of(arguments.items[3], way);
    const std::optional<std::int64_t> first = whole_number(pickle_.at(arguments.items[1]));
    if (!first || *first < 0 || tensor.strides.size() != tensor.shape.size() || !checked_num_elements(tensor.shape))
      fail(fmt::format("the tensor '{}' has sizes and strides that do not fit each other", way));
    tensor.bytes = view_bytes(tensor, bytes_of_(storage), static_cast<std::uint64_t>(*first));
    if (found_.tensors.size() >= kMaxTensors) fail_limit(fmt::format("it holds over {} tensors", kMaxTensors));
    found_.tensors.push_back(std::move(tensor));
  }

  std::vector<std::int64_t> sizes_of(PickleRef ref, const std::string& way) const {
    const PickleValue& list = pickle_.at(ref);
    if ((list.kind != PickleKind::Tuple && list.kind != PickleKind::List) || list.items.size() > kMaxDimensions)
      fail(fmt::format("the tensor '{}' has no list of at most {} sizes", way, kMaxDimensions));
    std::vector<std::int64_t> sizes;
    for (const PickleRef item : list.items) {
      const std::optional<std::int64_t> size = whole_number(pickle_.at(item));
      if (!size || *size < 0)
        fail(fmt::format("a size or stride of the tensor '{}' is not a whole number from 0", way));
      sizes.push_back(*size);
    }
    return sizes;
  }

  /// The part of the storage that the view reaches.
  std::span<const std::uint8_t> view_bytes(StoredTensor& tensor, std::span<const std::uint8_t> storage,
                                           std::uint64_t first) {
    const std::uint64_t size = size_of(tensor.dtype), available = storage.size() / size;
    const std::vector<std::int64_t> dense = dense_strides(tensor.shape);
    if (tensor.num_elements() == 0) {
      tensor.strides = dense;
      return {};
    }
    std::uint64_t last = first;
    bool fits = first < available;
    for (std::size_t d = 0; d < tensor.shape.size() && fits; ++d) {
      // A stride along one element means nothing; files hold any number there.
      if (tensor.shape[d] == 1) tensor.strides[d] = dense[d];
      const auto steps = static_cast<std::uint64_t>(tensor.shape[d] - 1),
                 stride = static_cast<std::uint64_t>(tensor.strides[d]);
      fits = steps == 0 || stride <= (available - 1 - last) / steps;
      if (fits) last += steps * stride;
    }
    if (!fits) {
      fail(fmt::format(
          "the tensor '{}' of shape [{}] and strides [{}] from element {} reaches over the {} elements of its storage",
          tensor.name, fmt::join(tensor.shape, ", "), fmt::join(tensor.strides, ", "), first, available));
    }
    if (tensor.num_bytes() > storage.size()) num_repeated_bytes_ += std::min(tensor.num_bytes(), kMaxRepeatedBytes + 1);
    if (num_repeated_bytes_ > kMaxRepeatedBytes)
      fail_limit(fmt::format("its tensors that repeat elements, such as '{}', would take over {} bytes", tensor.name,
                             kMaxRepeatedBytes));
    return storage.subspan(static_cast<std::size_t>(first * size), static_cast<std::size_t>((last - first + 1) * size));
  }

  void check_names() {
    std::vector<std::string_view> names;
    for (const StoredTensor& tensor : found_.tensors) names.push_back(tensor.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) fail(fmt::format("two of its tensors have the name '{}'", *twice));
  }

  const Pickle& pickle_;
  const BytesOfStorage& bytes_of_;
  const std::string& name_;
  PickledTensors found_;
  std::size_t num_visits_ = 0;
  std::uint64_t num_repeated_bytes_ = 0;
};

}  // namespace

bool names_storage(const Pickle& pickle, const PickleValue& persistent) {
  const PickleValue& id = pickle.at(persistent.items[0]);
  return id.kind == PickleKind::Tuple && !id.items.empty() && pickle.at(id.items[0]).text == "storage";
}

PickledStorage storage_of(const Pickle& pickle, const PickleValue& persistent, const std::string& name) {
  const auto fail = [&](const char* why) {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read: a storage of its tensors {}.", name, why));
  };
  const PickleValue& id = pickle.at(persistent.items[0]);
  if (!names_storage(pickle, persistent) || id.items.size() < 5)
    fail("is not described by ('storage', class, key, device, size)");
  const PickleValue &type = pickle.at(id.items[1]), &key = pickle.at(id.items[2]);
  const std::optional<std::int64_t> count = whole_number(pickle.at(id.items[4]));
  if (!is_storage_class(type) || key.kind != PickleKind::Text || !count || *count < 0)
    fail("has no class, key or size that is known");
  PickledStorage storage{
      .key = key.text, .dtype = type_in(kStorageTypes, type.text), .num_elements = static_cast<std::uint64_t>(*count)};
  if (!storage.dtype && type.text != "UntypedStorage") {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("'{}' cannot be read: it holds a storage of the class '{}', which this program does not know.",
                    name, type.text));
  }
  // Old files name a part of a storage as (key, first element, size).
  const PickleValue* view = id.items.size() > 5 ? &pickle.at(id.items[5]) : nullptr;
  if (view != nullptr && view->kind == PickleKind::Tuple) {
    const auto first = view->items.size() == 3 ? whole_number(pickle.at(view->items[1])) : std::nullopt;
    if (!first || *first < 0) fail("is a part of another that is not described");
    storage.first_element = static_cast<std::uint64_t>(*first);
  }
  return storage;
}

PickledTensors tensors_of(const Pickle& pickle, const BytesOfStorage& bytes_of, const std::string& name) {
  return Collector(pickle, bytes_of, name).collect();
}

}  // namespace core::io
