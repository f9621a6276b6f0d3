// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/content_key.h"
#include "core/base/options.h"
#include "core/geometry/view_ring.h"
#include "core/mesh/surface.h"
#include "core/views/framing.h"
#include "core/views/view_set.h"
#include "core/views/view_source.h"

/// What the artist owns: the picture, choices, and every result that was made of them. A Workspace is a value: copying
/// it is cheap, because results are shared and never changed. The window owns one; a job gets a copy.
///
/// Every result carries the key of what it was made of (`inputs`). A result is *current* when that key equals the one
/// that artifact_keys.h computes from the choices as they are now, and stale otherwise; nothing else decides it. Older
/// results stay, so that undoing a choice makes its results current again without computing.
namespace core::project {

/// The picture as it was opened.
struct Picture {
  std::string name;  ///< file name without folder, for titles
  image::Image8 rgba;
  bool has_alpha = false;
  ContentKey key;  ///< of the pixels and has_alpha
};
using PicturePtr = std::shared_ptr<const Picture>;
PicturePtr make_picture(std::string name, image::Image8 rgba, bool has_alpha);

/// What the artist says about the cut-out.
struct CutOutChoice {
  std::optional<std::array<int, 4>> box;         ///< left, top, right, bottom in pixels of the picture
  std::shared_ptr<const image::Image8> strokes;  ///< image/strokes.h; null without
  float largest_ratio = 0.875f;  ///< of the framing; own pictures that are wide beside the front lower it
  ContentKey strokes_key;        ///< of the strokes; zero: it is computed whenever it is needed
  bool keeps_largest = false;    ///< of several objects only the largest is cut out
  views::Framing framing;        ///< by hand; within_limits

  bool operator==(const CutOutChoice&) const = default;
};
/// Strokes with their key, so that the keys of results need not read every pixel again.
void set_strokes(CutOutChoice& choice, std::shared_ptr<const image::Image8> strokes);
ContentKey strokes_key(const CutOutChoice& choice);

/// An outline that the artist painted for an anchor, on the canvas of view 0.
struct PaintedOutline {
  image::Image8 coverage;  ///< how much of a pixel the object covers, 0..255, one channel
  ContentKey key;          ///< of the coverage
};
using PaintedOutlinePtr = std::shared_ptr<const PaintedOutline>;
PaintedOutlinePtr make_painted_outline(image::Image8 coverage);

/// Normals that the artist gave for an anchor.
struct OwnNormals {
  image::Image8 rgba;  ///< normal_map.h, of the views' size; transparent where they say nothing
  ContentKey key;      ///< of the picture
};
using OwnNormalsPtr = std::shared_ptr<const OwnNormals>;
OwnNormalsPtr make_own_normals(image::Image8 rgba);

/// The framed cut-out: the canvas of view 0, and the same at a higher resolution.
struct CutOut {
  ContentKey inputs;
  image::Image8 front;                          ///< RGBA, canvas of view 0
  std::shared_ptr<const image::Image8> detail;  ///< RGBA, same framing, larger; null when no larger one pays
  float framing_ratio = 0.875f;
};
using CutOutPtr = std::shared_ptr<const CutOut>;

/// One drawing of one view.
struct Variant {
  views::ViewPtr view;
  ContentKey content;           ///< views::content_key of the view
  ContentKey inputs;            ///< what it was drawn from; zero for own pictures
  std::int64_t created_ms = 0;  ///< Unix time
  bool is_whole = true;         ///< false: `view` has a small picture alone (whole_variants.h)
};
using VariantPtr = std::shared_ptr<const Variant>;
VariantPtr make_variant(views::ViewPtr view, const ContentKey& inputs);
/// Whether both are of the same content, drawn from the same.
bool is_same_drawing(const Variant& a, const Variant& b);

/// A surface, with what it was solved from.
struct SurfaceResult {
  ContentKey inputs;
  mesh::SurfacePtr surface;
};
using SurfaceResultPtr = std::shared_ptr<const SurfaceResult>;

/// A mesh ready to be handed over, with what it was made of.
struct HandoverResult {
  ContentKey inputs;
  mesh::MeshPtr mesh;
};
using HandoverResultPtr = std::shared_ptr<const HandoverResult>;

/// What the artist chose; undo and redo exchange this as a whole.
struct Choices {
  std::string source = "sketch";
  std::uint64_t seed = 43;                        ///< of the run
  OptionValues sketch, cascade, surface, finish;  ///< by the descriptions in their modules; absent = default
  CutOutChoice cut_out;
  std::array<std::uint64_t, geometry::kNumAnchors> anchor_seeds{43, 43, 43, 43, 43, 43, 43, 43};
  std::array<VariantPtr, geometry::kNumAnchors> own{};  ///< the artist's own picture of an anchor; null without
  std::array<PaintedOutlinePtr, geometry::kNumAnchors> outlines{};  ///< that drawn anchors keep to; null without
  /// Normals of an anchor that hold whatever is drawn there; null without. Only the surface looks at them.
  std::array<OwnNormalsPtr, geometry::kNumAnchors> own_normals{};
  /// What is drawn again of an anchor while the rest of a variant stays; null: it is drawn whole.
  std::array<views::AnchorRegionPtr, geometry::kNumAnchors> regions{};
  std::array<bool, geometry::kNumViews> locked{};
  std::array<float, geometry::kNumViews> trust = views::ViewSet{}.trust;

  /// The painted outlines as sources read them.
  views::OutlineSet outline_set() const;
};

struct Workspace {
  PicturePtr picture;  ///< null while nothing is open
  Choices choices;
  geometry::RingGeometry ring;

  CutOutPtr cut_out;                                                  ///< last one made; may be stale
  std::array<std::vector<VariantPtr>, geometry::kNumViews> variants;  ///< everything ever drawn, oldest first
  std::array<VariantPtr, geometry::kNumViews> shown{};  ///< what each tile shows: current, or the last one
  std::vector<SurfaceResultPtr> surfaces;               ///< oldest first, at most kMaxKept
  std::vector<HandoverResultPtr> handovers;             ///< oldest first, at most kMaxKept
  SurfaceResultPtr surface;                             ///< current, or the last one
  HandoverResultPtr handover;                           ///< current, or the last one

  static constexpr std::size_t kMaxKept = 6;

  /// The shown views with the artist's trust, as the stages after drawing read them. A view drawn within a painted
  /// outline counts as the artist's own there: its outline holds. Own normals stand in for those that were drawn.
  views::ViewSet view_set() const;
};

}  // namespace core::project
