// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/overlay_controls.h"

#include <QByteArray>
#include <algorithm>
#include <cmath>

#include "core/image/color_ramp.h"

namespace ui::viewport {
namespace {

constexpr float kPanelRounding = 6.0f, kButtonRounding = 4.0f;
constexpr float kButtonPaddingX = 9.0f, kTightPaddingX = 5.0f, kButtonPaddingY = 3.5f;
constexpr float kGlyphSize = 9.0f, kGlyphGap = 5.0f;
constexpr float kSliderHeight = 16.0f, kKnobRadius = 6.0f, kTrackHeight = 3.0f;
constexpr float kPi = 3.14159265f;
constexpr int kRampPieces = 16;
/// As in render/mesh_shaders.
constexpr ImU32 kUnseen = IM_COL32(213, 94, 0, 255), kUnseenLine = IM_COL32(115, 43, 0, 255);

float padding_x(const OverlayControls::Button& button) { return button.is_tight ? kTightPaddingX : kButtonPaddingX; }

ImU32 faded(ImU32 color, float factor) {
  const auto alpha = static_cast<ImU32>(static_cast<float>((color >> IM_COL32_A_SHIFT) & 0xffU) * factor);
  return (color & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

}  // namespace

ImVec2 text_size(const QString& text) {
  const QByteArray utf8 = text.toUtf8();
  return ImGui::CalcTextSize(utf8.constData(), utf8.constData() + utf8.size());
}

void OverlayControls::panel(const ImVec2& low, const ImVec2& high) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(low, high, style_.panel, style_.px(kPanelRounding));
  list.AddRect(low, high, style_.panel_line, style_.px(kPanelRounding), 0, std::max(1.0f, std::floor(style_.scale)));
  panels_.emplace_back(low.x, low.y, high.x, high.y);
}

void OverlayControls::text(const ImVec2& at, const QString& text, ImU32 color) {
  const QByteArray utf8 = text.toUtf8();
  ImGui::GetWindowDrawList()->AddText(at, color, utf8.constData(), utf8.constData() + utf8.size());
}

void OverlayControls::ramp(const ImVec2& low, const ImVec2& high) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto color = [](int i) {
    const auto c = core::image::ramp_color(static_cast<float>(i) / kRampPieces);
    return IM_COL32(c[0], c[1], c[2], 255);
  };
  for (int i = 0; i < kRampPieces; ++i) {
    const float left = low.x + (high.x - low.x) * static_cast<float>(i) / kRampPieces;
    const float right = low.x + (high.x - low.x) * static_cast<float>(i + 1) / kRampPieces;
    list.AddRectFilledMultiColor({left, low.y}, {right, high.y}, color(i), color(i + 1), color(i + 1), color(i));
  }
}

void OverlayControls::hatched(const ImVec2& low, const ImVec2& high) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(low, high, kUnseen);
  list.PushClipRect(low, high, true);
  const float height = high.y - low.y;
  for (float x = low.x - height; x < high.x; x += style_.px(5.0f)) {
    list.AddLine({x, high.y}, {x + height, low.y}, kUnseenLine, style_.px(2.0f));
  }
  list.PopClipRect();
}

float OverlayControls::glyph_width(OverlayGlyph glyph) const {
  return glyph == OverlayGlyph::None ? 0.0f : style_.px(kGlyphSize);
}

ImVec2 OverlayControls::button_size(const Button& button) const {
  const ImVec2 text = text_size(button.text);
  const float glyph = glyph_width(button.glyph);
  const float gap = glyph > 0.0f && text.x > 0.0f ? style_.px(kGlyphGap) : 0.0f;
  return {text.x + glyph + gap + 2.0f * style_.px(padding_x(button)),
          ImGui::GetFontSize() + 2.0f * style_.px(kButtonPaddingY)};
}

bool OverlayControls::button(const ImVec2& at, const Button& button) {
  const ImVec2 size = button_size(button);
  const ImVec2 end(at.x + size.x, at.y + size.y);
  ImGui::SetCursorScreenPos(at);
  const bool is_pressed = ImGui::InvisibleButton(button.id, size) && button.is_enabled;
  const bool is_over = ImGui::IsItemHovered() && button.is_enabled;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (button.is_on) {
    list.AddRectFilled(at, end, style_.accent, style_.px(kButtonRounding));
  } else if (button.has_surface || is_over) {
    list.AddRectFilled(at, end, is_over ? style_.control_over : style_.control, style_.px(kButtonRounding));
  }
  const ImU32 color = !button.is_enabled ? style_.quiet_text : button.is_on ? style_.on_accent : style_.text;
  float x = at.x + style_.px(padding_x(button));
  if (button.glyph != OverlayGlyph::None) {
    const float width = glyph_width(button.glyph);
    draw_glyph(button.glyph, {x + 0.5f * width, at.y + 0.5f * size.y}, color);
    x += width + style_.px(kGlyphGap);
  }
  text({x, at.y + style_.px(kButtonPaddingY)}, button.text, color);
  return is_pressed;
}

void OverlayControls::draw_glyph(OverlayGlyph glyph, const ImVec2& center, ImU32 color) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float r = 0.5f * style_.px(kGlyphSize), line = std::max(1.0f, 1.4f * style_.scale);
  const auto at = [&](float x, float y) { return ImVec2(center.x + x * r, center.y + y * r); };
  switch (glyph) {
    case OverlayGlyph::None:
      break;
    case OverlayGlyph::Pause:
      list.AddRectFilled(at(-0.8f, -0.95f), at(-0.2f, 0.95f), color);
      list.AddRectFilled(at(0.2f, -0.95f), at(0.8f, 0.95f), color);
      break;
    case OverlayGlyph::Stop:
      list.AddRectFilled(at(-0.85f, -0.85f), at(0.85f, 0.85f), color, style_.scale);
      break;
    case OverlayGlyph::Continue:
      list.PathArcTo(center, 0.9f * r, -0.15f * kPi, 1.45f * kPi, 24);
      list.PathStroke(color, 0, line);
      list.AddTriangleFilled(at(0.25f, -0.5f), at(1.15f, -0.35f), at(0.95f, -1.25f), color);
      break;
    case OverlayGlyph::Close:
      list.AddLine(at(-0.7f, -0.7f), at(0.7f, 0.7f), color, line);
      list.AddLine(at(-0.7f, 0.7f), at(0.7f, -0.7f), color, line);
      break;
    case OverlayGlyph::Light:
      list.AddCircleFilled(center, 0.45f * r, color, 16);
      for (int ray = 0; ray < 8; ++ray) {
        const float c = std::cos(0.25f * kPi * static_cast<float>(ray)),
                    s = std::sin(0.25f * kPi * static_cast<float>(ray));
        list.AddLine(at(0.72f * c, 0.72f * s), at(1.08f * c, 1.08f * s), color, std::max(1.0f, 1.1f * style_.scale));
      }
      break;
  }
}

bool OverlayControls::slider(const char* id, const ImVec2& at, float width, float& value) {
  const ImVec2 size(width, style_.px(kSliderHeight));
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton(id, size);
  const bool is_held = ImGui::IsItemActive();
  const float radius = style_.px(kKnobRadius), half_track = 0.5f * style_.px(kTrackHeight);
  const float left = at.x + radius, right = at.x + width - radius;
  if (is_held) value = std::clamp((ImGui::GetIO().MousePos.x - left) / std::max(1.0f, right - left), 0.0f, 1.0f);
  const float knob = left + value * (right - left), middle = at.y + 0.5f * size.y;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({left, middle - half_track}, {right, middle + half_track}, style_.control_over, half_track);
  list.AddRectFilled({left, middle - half_track}, {knob, middle + half_track}, style_.accent, half_track);
  list.AddCircleFilled({knob, middle}, radius, IM_COL32(0, 0, 0, 60), 24);
  list.AddCircleFilled({knob, middle}, radius - std::max(1.0f, 0.5f * style_.scale),
                       faded(IM_COL32(245, 245, 246, 255), ImGui::IsItemHovered() || is_held ? 1.0f : 0.94f), 24);
  return is_held;
}

}  // namespace ui::viewport
