// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/appearance.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QFile>
#include <QIcon>
#include <QIconEngine>
#include <QPainter>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <optional>
#include <variant>

/// The resources lie in a static library and have to be asked for, outside any namespace.
static void init_resources() { Q_INIT_RESOURCE(window); }

namespace ui {
namespace {

constexpr auto kPortal = "org.freedesktop.portal.Desktop";
constexpr auto kPortalPath = "/org/freedesktop/portal/desktop";
constexpr auto kPortalSettings = "org.freedesktop.portal.Settings";
constexpr auto kAppearanceSpace = "org.freedesktop.appearance";
constexpr auto kSchemeKey = "color-scheme";
/// The portal answers within this time or counts as not there.
constexpr int kPortalTimeout_ms = 150;

/// Values are wrapped in one or two variants, depending on the call: 1 dark, 2 light, 0 no preference.
std::optional<bool> dark_from_portal(QVariant value) {
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  const int scheme = value.toInt();
  if (scheme == 0) return std::nullopt;
  return scheme == 1;
}

std::optional<bool> ask_portal() {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return std::nullopt;
  QDBusMessage call = QDBusMessage::createMethodCall(kPortal, kPortalPath, kPortalSettings, "Read");
  call << QString(kAppearanceSpace) << QString(kSchemeKey);
  const QDBusMessage reply = bus.call(call, QDBus::Block, kPortalTimeout_ms);
  if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty()) return std::nullopt;
  return dark_from_portal(reply.arguments().first());
}

/// Renders one SVG in the colour that the application's palette has at that moment.
class GlyphEngine : public QIconEngine {
 public:
  GlyphEngine(QByteArray svg, std::variant<QPalette::ColorRole, QColor> ink) : svg_(std::move(svg)), ink_(ink) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QPalette::ColorGroup group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const auto* role = std::get_if<QPalette::ColorRole>(&ink_);
    const QColor ink = role ? QApplication::palette().color(group, *role) : std::get<QColor>(ink_);
    QByteArray colored = svg_;
    colored.replace("currentColor", ink.name().toLatin1());
    QSvgRenderer(colored).render(painter, QRectF(rect));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap result(size);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return result;
  }
  QIconEngine* clone() const override { return new GlyphEngine(svg_, ink_); }

 private:
  QByteArray svg_;
  std::variant<QPalette::ColorRole, QColor> ink_;
};

struct Colors {
  const char *window, *bar, *card, *control, *control_over, *line, *text, *quiet, *accent, *on_accent, *link;
};

constexpr Colors kDark{"#24262b", "#17181b", "#2b2e34", "#34373e", "#40444d", "#1b1c20",
                       "#e6e7ea", "#949aa5", "#e07a3f", "#1d1206", "#6aa9dc"};
constexpr Colors kLight{"#f6f6f7", "#e9eaec", "#e9eaed", "#dfe1e5", "#d0d4d9", "#cfd2d6",
                        "#1f2328", "#666c76", "#cf6426", "#ffffff", "#1f6fb2"};

QByteArray glyph(const QString& name) {
  QFile file(QStringLiteral(":/envision3d/%1.svg").arg(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const Colors& colors(bool is_dark) { return is_dark ? kDark : kLight; }

}  // namespace

Appearance::Appearance(QObject* parent) : QObject(parent) {
  init_resources();
  was_system_palette_dark_ = QApplication::palette().color(QPalette::Window).lightness() < 128;
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  const int stored = QSettings().value(QStringLiteral("palette"), 0).toInt();
  mode_ = stored == 1 ? PaletteMode::Light : stored == 2 ? PaletteMode::Dark : PaletteMode::System;
  QDBusConnection::sessionBus().connect(kPortal, kPortalPath, kPortalSettings, QStringLiteral("SettingChanged"), this,
                                        SLOT(take_portal_change(QString, QString, QDBusVariant)));
  apply();
}

void Appearance::set_mode(PaletteMode mode) {
  mode_ = mode;
  QSettings().setValue(QStringLiteral("palette"), static_cast<int>(mode));
  apply();
}

void Appearance::take_portal_change(const QString& space, const QString& key, const QDBusVariant& value) {
  if (space != QLatin1String(kAppearanceSpace) || key != QLatin1String(kSchemeKey)) return;
  if (mode_ != PaletteMode::System) return;
  is_dark_ = dark_from_portal(QVariant::fromValue(value)).value_or(was_system_palette_dark_);
  QApplication::setPalette(palette(is_dark_));
  qApp->setStyleSheet(style_sheet(is_dark_));
  Q_EMIT changed();
}

void Appearance::apply() {
  switch (mode_) {
    case PaletteMode::Light:
      is_dark_ = false;
      break;
    case PaletteMode::Dark:
      is_dark_ = true;
      break;
    case PaletteMode::System:
      is_dark_ = ask_portal().value_or(was_system_palette_dark_);
      break;
  }
  QApplication::setPalette(palette(is_dark_));
  qApp->setStyleSheet(style_sheet(is_dark_));
  Q_EMIT changed();
}

QPalette Appearance::palette(bool is_dark) {
  const Colors& c = colors(is_dark);
  QPalette result;
  const auto set = [&](QPalette::ColorRole role, const char* color) { result.setColor(role, QColor(color)); };
  set(QPalette::Window, c.window);
  set(QPalette::WindowText, c.text);
  set(QPalette::Base, c.card);
  set(QPalette::AlternateBase, c.bar);
  set(QPalette::ToolTipBase, c.bar);
  set(QPalette::ToolTipText, c.text);
  set(QPalette::Text, c.text);
  set(QPalette::PlaceholderText, c.quiet);
  set(QPalette::Button, c.control);
  set(QPalette::ButtonText, c.text);
  set(QPalette::Midlight, c.control_over);
  set(QPalette::Light, c.control_over);
  set(QPalette::Mid, c.line);
  set(QPalette::Dark, c.line);
  set(QPalette::BrightText, c.accent);
  set(QPalette::Link, c.link);
  set(QPalette::Highlight, c.accent);
  set(QPalette::HighlightedText, c.on_accent);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    QColor faded(c.quiet);
    faded.setAlpha(130);
    result.setColor(QPalette::Disabled, role, faded);
  }
  result.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(c.quiet));
  result.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.control_over));
  return result;
}

QString Appearance::style_sheet(bool is_dark) {
  QFile file(QStringLiteral(":/envision3d/style.qss"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString sheet = QString::fromUtf8(file.readAll());
  const Colors& c = colors(is_dark);
  const std::pair<const char*, const char*> names[] = {{"@window", c.window},
                                                       {"@bar", c.bar},
                                                       {"@card", c.card},
                                                       {"@control-over", c.control_over},
                                                       {"@control", c.control},
                                                       {"@line", c.line},
                                                       {"@text", c.text},
                                                       {"@quiet", c.quiet},
                                                       {"@on-accent", c.on_accent},
                                                       {"@accent", c.accent},
                                                       {"@chevron", is_dark ? "chevron-dark.svg" : "chevron-light.svg"},
                                                       {"@knob", is_dark ? "#f1f1f1" : "#ffffff"}};
  for (const auto& [name, value] : names) sheet.replace(QLatin1String(name), QLatin1String(value));
  return sheet;
}

QIcon icon(const QString& name, QPalette::ColorRole role) {
  const QByteArray svg = glyph(name);
  return svg.isEmpty() ? QIcon() : QIcon(new GlyphEngine(svg, role));
}

QIcon icon(const QString& name, const QColor& color) {
  const QByteArray svg = glyph(name);
  return svg.isEmpty() ? QIcon() : QIcon(new GlyphEngine(svg, color));
}

}  // namespace ui
