// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/workspace.h"

#include <chrono>

#include "core/views/normal_map.h"

namespace core::project {
namespace {

ContentKey key_of(const image::Image8& picture) {
  ContentHasher hasher;
  hasher.add(picture.width()).add(picture.height()).add_bytes(picture.data());
  return hasher.key();
}

}  // namespace

PicturePtr make_picture(std::string name, image::Image8 rgba, bool has_alpha) {
  auto picture = std::make_shared<Picture>();
  ContentHasher hasher;
  hasher.add(rgba.width()).add(rgba.height()).add(has_alpha).add_bytes(rgba.data());
  picture->name = std::move(name);
  picture->rgba = std::move(rgba);
  picture->has_alpha = has_alpha;
  picture->key = hasher.key();
  return picture;
}

ContentKey strokes_key(const CutOutChoice& choice) {
  if (!choice.strokes) return {};
  if (choice.strokes_key) return choice.strokes_key;
  return key_of(*choice.strokes);
}

void set_strokes(CutOutChoice& choice, std::shared_ptr<const image::Image8> strokes) {
  choice.strokes = std::move(strokes);
  choice.strokes_key = {};
  choice.strokes_key = strokes_key(choice);
}

PaintedOutlinePtr make_painted_outline(image::Image8 coverage) {
  const ContentKey key = key_of(coverage);
  return std::make_shared<const PaintedOutline>(PaintedOutline{std::move(coverage), key});
}

OwnNormalsPtr make_own_normals(image::Image8 rgba) {
  const ContentKey key = key_of(rgba);
  return std::make_shared<const OwnNormals>(OwnNormals{std::move(rgba), key});
}

VariantPtr make_variant(views::ViewPtr view, const ContentKey& inputs) {
  auto variant = std::make_shared<Variant>();
  variant->content = views::content_key(*view);
  variant->inputs = inputs;
  variant->view = std::move(view);
  variant->created_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  return variant;
}

bool is_same_drawing(const Variant& a, const Variant& b) {
  return a.inputs == b.inputs && a.content == b.content && a.view->index == b.view->index && a.view->own == b.view->own;
}

views::OutlineSet Choices::outline_set() const {
  views::OutlineSet set{};
  for (std::size_t anchor = 0; anchor < set.size(); ++anchor) {
    if (outlines[anchor]) set[anchor] = {outlines[anchor], &outlines[anchor]->coverage};
  }
  return set;
}

views::ViewSet Workspace::view_set() const {
  views::ViewSet set;
  set.ring = ring;
  set.trust = choices.trust;
  for (std::size_t k = 0; k < shown.size(); ++k) {
    if (shown[k]) set.views[k] = shown[k]->view;
  }
  for (std::size_t anchor = 0; anchor < choices.outlines.size(); ++anchor) {
    views::ViewPtr& view = set.views[anchor * geometry::kViewsPerAnchor];
    if (!view) continue;
    const bool is_outlined = !view->own && choices.outlines[anchor] && !choices.own[anchor];
    if (!is_outlined && !choices.own_normals[anchor]) continue;
    auto corrected = std::make_shared<views::View>(*view);
    corrected->own = view->own || is_outlined;
    if (choices.own_normals[anchor]) views::lay_normals(choices.own_normals[anchor]->rgba, *corrected);
    view = std::move(corrected);
  }
  // The detail belongs to view 0 only while view 0 still shows the photo it was made with.
  if (cut_out && cut_out->detail && shown[0] && shown[0]->view->rgba == cut_out->front)
    set.front_detail = cut_out->detail;
  return set;
}

}  // namespace core::project
