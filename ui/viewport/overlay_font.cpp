// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/overlay_font.h"

#include <imgui.h>
#include <imgui/backends/imgui_impl_opengl3.h>

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <vector>

namespace ui::viewport {
namespace {

constexpr float kNormalSize = 12.5f, kSmallSize = 11.0f;  ///< logical pixels
constexpr int kMargin = 2;  ///< pixels around a glyph: soft edges, and nothing of its neighbour when it is turned

struct Glyph {
  char16_t character = 0;
  int rect = 0;      ///< index in the atlas
  QPoint origin_px;  ///< of the baseline, in the glyph's rectangle
};

struct FontPart {
  QFont font;
  ImFont* target = nullptr;
  std::vector<Glyph> glyphs;
};

/// The atlas wants a font of its own to begin with: one glyph, which Qt's replaces.
ImFont* add_bare_font(ImFontAtlas& atlas, float line_height_px) {
  static const ImWchar kSpaceOnly[] = {0x20, 0x20, 0};
  ImFontConfig config;
  config.SizePixels = line_height_px;
  config.GlyphRanges = kSpaceOnly;
  return atlas.AddFontDefault(&config);
}

FontPart add_font(ImFontAtlas& atlas, QFont font, float size_px, const QSet<char16_t>& characters) {
  FontPart part;
  font.setPixelSize(std::max(6, static_cast<int>(std::lround(size_px))));
  part.font = font;
  const QFontMetricsF metrics(font);
  part.target = add_bare_font(atlas, static_cast<float>(std::ceil(metrics.height())));
  const int ascent_px = static_cast<int>(std::ceil(metrics.ascent()));
  for (const char16_t character : characters) {
    const QString text(QChar{character});
    const QRect box = metrics.boundingRect(text).toAlignedRect().adjusted(-kMargin, -kMargin, kMargin, kMargin);
    Glyph glyph;
    glyph.character = character;
    glyph.origin_px = -box.topLeft();
    glyph.rect =
        atlas.AddCustomRectFontGlyph(part.target, character, std::max(1, box.width()), std::max(1, box.height()),
                                     static_cast<float>(std::lround(metrics.horizontalAdvance(text))),
                                     ImVec2(static_cast<float>(box.left()), static_cast<float>(ascent_px + box.top())));
    part.glyphs.push_back(glyph);
  }
  return part;
}

void paint_glyphs(ImFontAtlas& atlas, const FontPart& part) {
  unsigned char* alpha = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&alpha, &width, &height);
  for (const Glyph& glyph : part.glyphs) {
    const ImFontAtlasCustomRect& rect = *atlas.GetCustomRectByIndex(glyph.rect);
    QImage picture(rect.Width, rect.Height, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.setFont(part.font);
    painter.setPen(Qt::white);
    painter.drawText(glyph.origin_px, QString(QChar{glyph.character}));
    painter.end();
    for (int y = 0; y < rect.Height; ++y) {
      const auto* row = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
      for (int x = 0; x < rect.Width; ++x) {
        alpha[(rect.Y + y) * width + rect.X + x] = static_cast<unsigned char>(qAlpha(row[x]));
      }
    }
  }
}

}  // namespace

bool OverlayFont::ensure(const QString& text, const QFont& font, float scale) {
  bool is_complete = normal_ != nullptr && font == font_ && scale == scale_;
  if (characters_.isEmpty()) {
    for (char16_t character = 0x20; character < 0x7f; ++character) characters_.insert(character);
  }
  for (const QChar character : text) {
    // Outside the basic plane a character is two units; the atlas has no place for those.
    if (character.isSurrogate() || character.isSpace() || characters_.contains(character.unicode())) continue;
    characters_.insert(character.unicode());
    is_complete = false;
  }
  if (is_complete) return false;
  font_ = font;
  scale_ = scale;
  rebuild();
  return true;
}

void OverlayFont::rebuild() {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  atlas.Clear();
  const FontPart normal = add_font(atlas, font_, kNormalSize * scale_, characters_);
  const FontPart small = add_font(atlas, font_, kSmallSize * scale_, characters_);
  atlas.Build();
  paint_glyphs(atlas, normal);
  paint_glyphs(atlas, small);
  normal_ = normal.target;
  small_ = small.target;
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

}  // namespace ui::viewport
