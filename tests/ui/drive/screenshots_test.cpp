// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>

#include "tests/ui/drive/window_drive.h"

// What the window looks like, panel by panel, compared with the pictures in tests/baselines/window, in both palettes at
// 100 % and 200 %. After a change that is meant:
//   ENVISION3D_RENEW_BASELINES=1 ctest --preset release -R WindowLooks
// and then look at what it wrote before it is committed.
namespace {

using drive_test::WindowDrive;

constexpr const char* kFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
/// References are this much smaller than the window at 100 %: what a hair's breadth of a glyph decides is averaged.
constexpr int kReduction = 2;
/// Of 255, per channel.
constexpr double kLargestMean = 2.5;
constexpr int kClearDifference = 40;
constexpr double kLargestClearShare = 0.012;

struct Difference {
  double mean = 0.0;         ///< over all pixels and channels
  double clear_share = 0.0;  ///< of pixels that differ clearly
};

Difference difference_of(const QImage& a, const QImage& b) {
  Difference result;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
      const int red = std::abs(qRed(p) - qRed(q)), green = std::abs(qGreen(p) - qGreen(q)),
                blue = std::abs(qBlue(p) - qBlue(q));
      result.mean += (red + green + blue) / 3.0;
      result.clear_share += std::max({red, green, blue}) > kClearDifference ? 1.0 : 0.0;
    }
  }
  const double num_pixels = static_cast<double>(a.width()) * a.height();
  return {result.mean / num_pixels, result.clear_share / num_pixels};
}

bool looks_like(const Difference& difference) {
  return difference.mean <= kLargestMean && difference.clear_share <= kLargestClearShare;
}

QImage reduced(const QImage& picture, int factor) {
  return picture.convertToFormat(QImage::Format_RGB32)
      .scaled(picture.width() / factor, picture.height() / factor, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

class WindowLooks : public WindowDrive {
 protected:
  void SetUp() override {
    if (!QFile::exists(kFont)) GTEST_SKIP() << "The font of the references (fonts-dejavu-core) is not installed";
    WindowDrive::SetUp();
    // One font, drawn the same whatever the machine's settings are.
    QFile fonts(path("fonts.conf"));
    ASSERT_TRUE(fonts.open(QIODevice::WriteOnly));
    fonts.write(QStringLiteral("<fontconfig><dir>%1</dir><cachedir>%2</cachedir><match target=\"pattern\"><edit "
                               "name=\"family\" mode=\"prepend_first\" binding=\"strong\"><string>DejaVu Sans</string>"
                               "</edit></match></fontconfig>")
                    .arg(QFileInfo(kFont).path(), path("fonts"))
                    .toUtf8());
    fonts.close();
    set_environment("FONTCONFIG_FILE", path("fonts.conf"));
    set_environment("QT_FONT_DPI", "96");
    set_environment("LC_ALL", "C.UTF-8");
  }

  /// @param name  panel, palette and percent
  void expect_look(const QString& name, int scale) const {
    const QString reference_path = QStringLiteral(ENVISION3D_SOURCE_DIR "/tests/baselines/window/") + name;
    const QImage taken = reduced(QImage(path(name)), kReduction * scale);
    ASSERT_FALSE(taken.isNull());
    if (qEnvironmentVariableIsSet("ENVISION3D_RENEW_BASELINES")) {
      ASSERT_TRUE(QDir().mkpath(QFileInfo(reference_path).path()) && taken.save(reference_path, "PNG", 0));
      return;
    }
    const QImage reference = QImage(reference_path).convertToFormat(QImage::Format_RGB32);
    const QString kept = QDir::temp().filePath("envision3d-" + name);
    const Difference difference =
        reference.size() == taken.size() ? difference_of(taken, reference) : Difference{255.0, 1.0};
    if (!looks_like(difference)) taken.save(kept);
    EXPECT_TRUE(looks_like(difference)) << name.toStdString() << " differs by " << difference.mean << " of 255, "
                                        << 100.0 * difference.clear_share << " % of it clearly; see "
                                        << kept.toStdString();
  }
};

TEST_F(WindowLooks, AsInItsReferencesInBothPalettesAt100And200Percent) {
  play({"open " + path("jug.png"), "set surface quality draft", "wait idle", "reroll 16 113", "wait idle",
        "save " + path("jug.e3d")});
  const QStringList panels = {"board", "picture", "settings", "dialog"};
  for (const int scale : {1, 2}) {
    set_environment("QT_SCALE_FACTOR", QString::number(scale));
    for (const char* palette : {"dark", "light"}) {
      const auto name_of = [&](const QString& panel) {
        return QStringLiteral("%1-%2-%3.png").arg(panel, palette).arg(100 * scale);
      };
      const auto shot = [&](const QString& panel) { return "panel " + panel + " " + path(name_of(panel)); };
      play({"size 1400 960", QStringLiteral("palette ") + palette, "open " + path("jug.e3d"), "wait idle", "select 16",
            "wait 500", shot("board"), shot("picture"), shot("settings"), "export jug.glb", "wait 300",
            shot("dialog")});
      for (const QString& panel : panels) expect_look(name_of(panel), scale);
    }
  }
}

TEST(LooksLike, TellsAMovedPanelAndAnotherPaletteFromTheSame) {
  const QString folder = QStringLiteral(ENVISION3D_SOURCE_DIR "/tests/baselines/window/");
  const QImage dark(folder + "settings-dark-100.png"), light(folder + "settings-light-100.png");
  ASSERT_FALSE(dark.isNull());
  EXPECT_TRUE(looks_like(difference_of(dark, dark)));
  EXPECT_FALSE(looks_like(difference_of(dark, light)));
  const QImage moved = dark.copy(0, 3, dark.width(), dark.height());
  EXPECT_FALSE(looks_like(difference_of(dark, moved)));
}

}  // namespace
