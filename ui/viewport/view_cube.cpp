// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/view_cube.h"

#include <QByteArray>
#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace ui::viewport {
namespace {

using render::StandardView;

constexpr float kClickReach_px = 4.0f;  ///< logical; a press that moves farther is a drag
constexpr float kReachOverHalfSize = 1.75f;

/// A side: its outward normal, and right and up as its name is read from outside.
struct Side {
  StandardView view;
  glm::vec3 normal, right, up;
};

constexpr Side kSides[] = {
    {StandardView::Front, {0, -1, 0}, {1, 0, 0}, {0, 0, 1}}, {StandardView::Right, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {StandardView::Back, {0, 1, 0}, {-1, 0, 0}, {0, 0, 1}},  {StandardView::Left, {-1, 0, 0}, {0, -1, 0}, {0, 0, 1}},
    {StandardView::Top, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}},    {StandardView::Bottom, {0, 0, -1}, {1, 0, 0}, {0, -1, 0}}};

/// A side as it lies on the screen: centre and the steps from it to its right and upper edge.
struct ScreenSide {
  glm::vec2 center, right, up;
  float facing = 0.0f;  ///< 1: seen straight on, 0: edge on

  glm::vec2 at(float x, float y) const { return center + x * right + y * up; }
  bool contains(const glm::vec2& point) const {
    const glm::vec2 d = point - center;
    const float area = right.x * up.y - right.y * up.x;
    if (std::abs(area) < 1.0f) return false;
    const float x = (d.x * up.y - d.y * up.x) / area, y = (right.x * d.y - right.y * d.x) / area;
    return std::abs(x) <= 1.0f && std::abs(y) <= 1.0f;
  }
};

ImVec2 as_im(const glm::vec2& v) { return {v.x, v.y}; }

ScreenSide on_screen(const Side& side, const ImVec2& center, float half_size_px, const render::ViewCamera& camera) {
  const glm::vec3 right = camera.right_in_world(), up = camera.up_in_world();
  const auto project = [&](const glm::vec3& v) {
    return half_size_px * glm::vec2(glm::dot(v, right), -glm::dot(v, up));
  };
  ScreenSide result;
  result.center = glm::vec2(center.x, center.y) + project(side.normal);
  result.right = project(side.right);
  result.up = project(side.up);
  result.facing = glm::dot(side.normal, camera.outward_in_world());
  return result;
}

/// The name as if painted on the side: laid out flat, then each corner of its glyphs moved onto the side.
void draw_name(const ScreenSide& side, float half_size_px, const QString& name, ImFont* font, ImU32 color) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const QByteArray utf8 = name.toUtf8();
  const char *begin = utf8.constData(), *end = begin + utf8.size();
  const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6f, 0.0f, begin, end);
  const float shrink = std::min(1.0f, 1.75f * half_size_px / std::max(1.0f, size.x));
  const int first = list.VtxBuffer.Size;
  const glm::vec2 corner = glm::round(side.center - 0.5f * glm::vec2(size.x, size.y));
  list.AddText(font, font->FontSize, as_im(corner), color, begin, end);
  const glm::vec2 x_axis = side.right / half_size_px, y_axis = -side.up / half_size_px;
  // Rounding by a part of a pixel keeps the name crisp when the side is seen straight on.
  const glm::vec2 anchor = corner + 0.5f * glm::vec2(size.x, size.y);
  for (int i = first; i < list.VtxBuffer.Size; ++i) {
    const glm::vec2 offset = shrink * (glm::vec2(list.VtxBuffer[i].pos.x, list.VtxBuffer[i].pos.y) - anchor);
    list.VtxBuffer[i].pos = as_im(anchor + offset.x * x_axis + offset.y * y_axis);
  }
}

ImU32 scaled_alpha(ImU32 color, float factor) {
  ImVec4 value = ImGui::ColorConvertU32ToFloat4(color);
  value.w *= std::clamp(factor, 0.0f, 1.0f);
  return ImGui::ColorConvertFloat4ToU32(value);
}

ImU32 mixed(ImU32 a, ImU32 b, float t) {
  const ImVec4 x = ImGui::ColorConvertU32ToFloat4(a), y = ImGui::ColorConvertU32ToFloat4(b);
  return ImGui::ColorConvertFloat4ToU32(
      {x.x + t * (y.x - x.x), x.y + t * (y.y - x.y), x.z + t * (y.z - x.z), x.w + t * (y.w - x.w)});
}

}  // namespace

ViewCubeResult draw_view_cube(const ImVec2& center, float half_size_px, const render::ViewCamera& camera,
                              const QString* names, ImFont* font, const OverlayStyle& style) {
  ViewCubeResult result;
  const float reach = kReachOverHalfSize * half_size_px;
  ImGui::SetCursorScreenPos({center.x - reach, center.y - reach});
  const bool is_released = ImGui::InvisibleButton("view cube", {2.0f * reach, 2.0f * reach});
  const bool is_over = ImGui::IsItemHovered();
  const ImGuiIO& io = ImGui::GetIO();
  const float moved_px = std::sqrt(io.MouseDragMaxDistanceSqr[0]);
  const bool is_drag = moved_px > kClickReach_px * style.scale;
  if (ImGui::IsItemActive() && is_drag) result.drag_px = io.MouseDelta;

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float line = std::max(1.0f, style.scale);
  for (const Side& side : kSides) {
    const ScreenSide seen = on_screen(side, center, half_size_px, camera);
    if (seen.facing <= 0.01f) continue;
    const bool is_under_pointer = is_over && seen.contains({io.MousePos.x, io.MousePos.y});
    if (is_under_pointer && is_released && !is_drag) result.clicked = side.view;
    const ImVec2 corners[4] = {as_im(seen.at(-1, -1)), as_im(seen.at(1, -1)), as_im(seen.at(1, 1)),
                               as_im(seen.at(-1, 1))};
    const bool is_marked = is_under_pointer && !(ImGui::IsItemActive() && is_drag);
    const ImU32 surface = mixed(style.panel, style.control, 0.25f + 0.6f * std::max(0.0f, seen.facing));
    list.AddConvexPolyFilled(corners, 4, is_marked ? style.accent : surface);
    list.AddPolyline(corners, 4, scaled_alpha(style.quiet_text, 0.55f), ImDrawFlags_Closed, line);
    const float strength = std::clamp((seen.facing - 0.25f) / 0.30f, 0.0f, 1.0f);
    draw_name(seen, half_size_px, names[static_cast<int>(side.view)], font,
              scaled_alpha(is_marked ? style.on_accent : style.text, strength));
  }
  return result;
}

}  // namespace ui::viewport
