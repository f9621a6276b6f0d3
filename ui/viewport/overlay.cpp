// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/overlay.h"

#include <imgui.h>
#include <imgui/backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <deque>

#include "ui/viewport/overlay_controls.h"
#include "ui/viewport/overlay_font.h"
#include "ui/viewport/view_cube.h"

namespace ui::viewport {
namespace {

/// Logical pixels.
constexpr float kMargin = 14.0f, kPanelPaddingX = 11.0f, kPanelPaddingY = 8.0f, kGroupPadding = 6.0f, kGap = 6.0f,
                kTightGap = 2.0f;
constexpr float kLineGap = 4.0f, kSliderWidth = 130.0f, kCubeHalf = 25.0f, kCubeInset = 56.0f, kRampWidth = 110.0f;
/// Below this width there is no room for the cube beside the statistics.
constexpr float kLeastWidthForCube = 190.0f;

using Button = OverlayControls::Button;

/// A row of buttons that breaks where the panel would become too wide.
struct ButtonRows {
  std::vector<Button> buttons;
  std::vector<ImVec2> places;  ///< from the panel's corner
  ImVec2 panel_size{0.0f, 0.0f};
};

ButtonRows arranged(std::vector<Button> buttons, const OverlayControls& controls, float max_width) {
  const OverlayStyle& style = controls.style();
  const float padding = style.px(kGroupPadding);
  ButtonRows rows;
  float x = padding, y = padding, height = 0.0f;
  for (const Button& button : buttons) {
    const ImVec2 size = controls.button_size(button);
    const float gap = style.px(button.is_tight ? kTightGap : kGap);
    if (x > padding && x + size.x + padding > max_width) {
      x = padding;
      y += size.y + gap;
    }
    rows.places.emplace_back(x, y);
    rows.panel_size.x = std::max(rows.panel_size.x, x + size.x + padding);
    x += size.x + gap;
    height = size.y;
  }
  rows.panel_size.y = y + height + padding;
  rows.buttons = std::move(buttons);
  return rows;
}

/// The same with less room around the texts where that saves a row.
ButtonRows arranged_in_few_rows(const std::vector<Button>& buttons, const OverlayControls& controls, float max_width) {
  ButtonRows wide = arranged(buttons, controls, max_width);
  std::vector<Button> tight = buttons;
  for (Button& button : tight) button.is_tight = true;
  ButtonRows narrow = arranged(std::move(tight), controls, max_width);
  return narrow.panel_size.y < wide.panel_size.y ? narrow : wide;
}

/// Draws the panel and its buttons; the index of the one that was clicked, or -1.
int draw_rows(OverlayControls& controls, const ButtonRows& rows, const ImVec2& corner) {
  controls.panel(corner, {corner.x + rows.panel_size.x, corner.y + rows.panel_size.y});
  int clicked = -1;
  for (std::size_t i = 0; i < rows.buttons.size(); ++i) {
    const ImVec2 at(corner.x + rows.places[i].x, corner.y + rows.places[i].y);
    if (controls.button(at, rows.buttons[i])) clicked = static_cast<int>(i);
  }
  return clicked;
}

void draw_statistics(OverlayControls& controls, const QStringList& lines) {
  const OverlayStyle& style = controls.style();
  const ImVec2 corner(style.px(kMargin), style.px(kMargin));
  const float step = ImGui::GetFontSize() + style.px(kLineGap);
  float width = 0.0f;
  int num_lines = 0;
  for (const QString& line : lines) {
    if (line.isEmpty()) continue;
    width = std::max(width, text_size(line).x);
    ++num_lines;
  }
  if (num_lines == 0) return;
  const float height = static_cast<float>(num_lines) * step - style.px(kLineGap) + 2.0f * style.px(kPanelPaddingY);
  controls.panel(corner, {corner.x + width + 2.0f * style.px(kPanelPaddingX), corner.y + height});
  float y = corner.y + style.px(kPanelPaddingY);
  for (const QString& line : lines) {
    if (line.isEmpty()) continue;
    controls.text({corner.x + style.px(kPanelPaddingX), y}, line, style.text);
    y += step;
  }
}

/// The shading switch at the lower left; returns the y where it begins.
float draw_shading_switch(OverlayControls& controls, const OverlayContent& content, const ImVec2& size,
                          OverlayActions& actions) {
  const OverlayStyle& style = controls.style();
  std::vector<Button> buttons;
  static constexpr const char* kIds[] = {"shading 0", "shading 1", "shading 2", "shading 3", "shading 4",
                                         "shading 5", "shading 6", "shading 7", "shading 8", "shading 9"};
  for (std::size_t i = 0; i < std::min(content.shadings.size(), std::size(kIds)); ++i) {
    buttons.push_back(
        {kIds[i], content.shadings[i].text, OverlayGlyph::None, content.shadings[i].shading == content.shading});
  }
  const std::size_t num_shadings = buttons.size();
  if (!content.light_text.isEmpty())
    buttons.push_back({"light", content.light_text, OverlayGlyph::Light, content.is_lit});
  const ButtonRows rows = arranged_in_few_rows(buttons, controls, size.x - 2.0f * style.px(kMargin));
  const ImVec2 corner(style.px(kMargin), size.y - style.px(kMargin) - rows.panel_size.y);
  const int clicked = draw_rows(controls, rows, corner);
  if (clicked >= 0 && static_cast<std::size_t>(clicked) < num_shadings) {
    actions.shading = content.shadings[static_cast<std::size_t>(clicked)].shading;
  }
  actions.is_light_switched = clicked >= 0 && static_cast<std::size_t>(clicked) == num_shadings;
  return corner.y;
}

/// Pause, Stop and Continue at the right, above `bottom`; returns the y where they begin.
float draw_run_buttons(OverlayControls& controls, const OverlayContent& content, const ImVec2& size, float bottom,
                       OverlayActions& actions) {
  std::vector<Button> buttons;
  std::vector<bool*> results;
  const auto add = [&](const char* id, const OverlayContent::Command& command, OverlayGlyph glyph, bool& result) {
    if (command.text.isEmpty()) return;
    buttons.push_back({id, command.text, glyph, false, command.is_enabled, false});
    results.push_back(&result);
  };
  add("pause", content.pause, OverlayGlyph::Pause, actions.is_pause_pressed);
  add("stop", content.stop, OverlayGlyph::Stop, actions.is_stop_pressed);
  add("continue", content.go_on, OverlayGlyph::Continue, actions.is_go_on_pressed);
  if (buttons.empty()) return bottom;
  const OverlayStyle& style = controls.style();
  const ButtonRows rows = arranged(std::move(buttons), controls, size.x - 2.0f * style.px(kMargin));
  const ImVec2 corner(size.x - style.px(kMargin) - rows.panel_size.x, bottom - style.px(kGap) - rows.panel_size.y);
  const int clicked = draw_rows(controls, rows, corner);
  if (clicked >= 0) *results[static_cast<std::size_t>(clicked)] = true;
  return corner.y;
}

/// The meaning of a map's colours, at the left above `bottom`; returns the y where it begins.
float draw_legend(OverlayControls& controls, const OverlayLegend& legend, float bottom) {
  if (legend.title.isEmpty()) return bottom;
  const OverlayStyle& style = controls.style();
  const float padding_x = style.px(kPanelPaddingX), padding_y = style.px(kPanelPaddingY), gap = style.px(kGap);
  const float line = ImGui::GetFontSize(), step = line + style.px(kLineGap), ramp = style.px(kRampWidth);
  const float swatch = legend.hatched.isEmpty() ? 0.0f : line + gap + text_size(legend.hatched).x;
  const float low = text_size(legend.low).x, high = text_size(legend.high).x;
  const float scale = low + gap + ramp + gap + high;
  const float rows = legend.hatched.isEmpty() ? 2.0f : 3.0f;
  const ImVec2 size(std::max({scale, swatch, text_size(legend.title).x}) + 2.0f * padding_x,
                    rows * step - style.px(kLineGap) + 2.0f * padding_y);
  const ImVec2 corner(style.px(kMargin), bottom - gap - size.y);
  controls.panel(corner, {corner.x + size.x, corner.y + size.y});
  const float x = corner.x + padding_x;
  float y = corner.y + padding_y;
  controls.text({x, y}, legend.title, style.text);
  y += step;
  controls.text({x, y}, legend.low, style.quiet_text);
  controls.ramp({x + low + gap, y + style.px(2.0f)}, {x + low + gap + ramp, y + line - style.px(1.0f)});
  controls.text({x + low + ramp + 2.0f * gap, y}, legend.high, style.quiet_text);
  if (!legend.hatched.isEmpty()) {
    y += step;
    controls.hatched({x, y + style.px(1.0f)}, {x + line, y + line - style.px(1.0f)});
    controls.text({x + line + gap, y}, legend.hatched, style.quiet_text);
  }
  return corner.y;
}

/// The slider for the picture over the mesh, at the left above `bottom`.
void draw_picture_slider(OverlayControls& controls, const OverlayContent& content, float bottom,
                         OverlayActions& actions) {
  if (content.picture_text.isEmpty()) return;
  const OverlayStyle& style = controls.style();
  const Button close{"close picture", {}, OverlayGlyph::Close, false, true, false};
  const ImVec2 text = text_size(content.picture_text), close_size = controls.button_size(close);
  const float padding = style.px(kPanelPaddingX), gap = style.px(kGap), slider = style.px(kSliderWidth);
  const float height = close_size.y + 2.0f * style.px(kGroupPadding);
  const ImVec2 corner(style.px(kMargin), bottom - gap - height);
  const float middle = corner.y + 0.5f * height;
  controls.panel(corner, {corner.x + padding + text.x + 2.0f * gap + slider + close_size.x + gap, corner.y + height});
  float x = corner.x + padding;
  controls.text({x, std::round(middle - 0.5f * ImGui::GetFontSize())}, content.picture_text, style.text);
  x += text.x + 2.0f * gap;
  float opacity = content.picture_opacity;
  if (controls.slider("opacity", {x, std::round(middle - style.px(8.0f))}, slider, opacity))
    actions.picture_opacity = opacity;
  x += slider;
  actions.is_picture_closed = controls.button({x, corner.y + style.px(kGroupPadding)}, close);
}

}  // namespace

struct Overlay::Gui {
  ImGuiContext* context = nullptr;
  OverlayFont font;
  std::vector<ImVec4> covered;  ///< device pixels: left, top, right, bottom
  QPointF pointer{-1.0, -1.0};
  float scale = 1.0f;
  bool is_held = false;      ///< a control has the button
  std::deque<bool> presses;  ///< of the button, not yet seen by a frame
};

Overlay::Overlay() : gui_(std::make_unique<Gui>()) {
  gui_->context = ImGui::CreateContext();
  ImGui::SetCurrentContext(gui_->context);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  ImGui_ImplOpenGL3_Init("#version 330 core");
}

Overlay::~Overlay() {
  ImGui::SetCurrentContext(gui_->context);
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext(gui_->context);
}

void Overlay::pointer_moved(const QPointF& position) { gui_->pointer = position; }

void Overlay::pointer_left() {
  if (!gui_->is_held) gui_->pointer = QPointF(-1.0, -1.0);
}

void Overlay::button_changed(bool is_down) {
  const bool was_held = gui_->is_held;
  gui_->is_held = is_down && has_pointer();
  // A frame sees one change at a time: a quick click between two frames stays a click.
  if (gui_->is_held != was_held) gui_->presses.push_back(gui_->is_held);
}

bool Overlay::needs_another_frame() const { return !gui_->presses.empty(); }

bool Overlay::has_pointer() const {
  if (gui_->is_held) return true;
  const float x = static_cast<float>(gui_->pointer.x()) * gui_->scale,
              y = static_cast<float>(gui_->pointer.y()) * gui_->scale;
  return std::any_of(gui_->covered.begin(), gui_->covered.end(),
                     [&](const ImVec4& box) { return x >= box.x && x < box.z && y >= box.y && y < box.w; });
}

OverlayActions Overlay::draw(const OverlayContent& content, const QSize& size_px, const OverlayStyle& style,
                             const QFont& font) {
  ImGui::SetCurrentContext(gui_->context);
  gui_->scale = style.scale;
  QString all = content.statistics.join(QString()) + content.light_text + content.pause.text + content.stop.text +
                content.go_on.text + content.picture_text + content.legend.title + content.legend.low +
                content.legend.high + content.legend.hatched;
  for (const auto& entry : content.shadings) all += entry.text;
  for (const QString& side : content.sides) all += side;
  gui_->font.ensure(all, font, style.scale);

  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 size(static_cast<float>(size_px.width()), static_cast<float>(size_px.height()));
  io.DisplaySize = size;
  io.MousePos = gui_->pointer.x() < 0.0 ? ImVec2(-FLT_MAX, -FLT_MAX)
                                        : ImVec2(static_cast<float>(gui_->pointer.x()) * style.scale,
                                                 static_cast<float>(gui_->pointer.y()) * style.scale);
  if (!gui_->presses.empty()) {
    io.MouseDown[0] = gui_->presses.front();
    gui_->presses.pop_front();
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0.0f, 0.0f});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0f, 0.0f});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
  ImGui::Begin("overlay", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  ImGui::PushFont(gui_->font.normal());
  OverlayControls controls(style);
  OverlayActions actions;
  draw_statistics(controls, content.statistics);
  const float shading_top = draw_shading_switch(controls, content, size, actions);
  const float run_top = draw_run_buttons(controls, content, size, shading_top, actions);
  const float legend_top = draw_legend(controls, content.legend, run_top);
  draw_picture_slider(controls, content, legend_top, actions);
  gui_->covered = controls.panels();
  if (size.x > kLeastWidthForCube * style.scale) {
    const ImVec2 center(size.x - style.px(kCubeInset), style.px(kCubeInset));
    const ViewCubeResult cube =
        draw_view_cube(center, style.px(kCubeHalf), content.camera, content.sides, gui_->font.small(), style);
    actions.side = cube.clicked;
    actions.cube_drag_px = glm::vec2(cube.drag_px.x, cube.drag_px.y) / style.scale;
    const float reach = style.px(kCubeHalf) * 1.5f;
    gui_->covered.emplace_back(center.x - reach, center.y - reach, center.x + reach, center.y + reach);
  }
  ImGui::PopFont();
  ImGui::End();
  ImGui::PopStyleVar(2);
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  return actions;
}

}  // namespace ui::viewport
