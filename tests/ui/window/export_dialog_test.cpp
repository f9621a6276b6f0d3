// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/export_dialog.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QFile>
#include <QTemporaryDir>

#include "tests/ui/fixtures.h"
#include "ui/window/export_presets.h"

namespace {

using ui::ExportDialog;

/// Writes no mesh: says that it did, and what was asked.
struct Export {
  std::filesystem::path path;
  core::io::MeshWriteOptions options;
};

ui::FileJobs recording_files(const std::shared_ptr<Export>& heard, bool is_watertight) {
  ui::FileJobs files = ui_test::disc_files();
  files.write_mesh = [heard, is_watertight](std::filesystem::path path, core::mesh::MeshPtr,
                                            core::io::MeshWriteOptions options) -> core::pipeline::Job {
    *heard = {path, options};
    return [path, is_watertight](const core::RunContext&, const core::pipeline::EventSink& sink) {
      core::io::MeshCheck check;
      check.num_faces = 1234;
      check.is_watertight = is_watertight;
      sink(core::pipeline::Exported{path, check});
    };
  };
  return files;
}

/// A dialog over work that has a surface and no picture: it is written as it stands.
struct ExportDialogTest : testing::Test {
  QTemporaryDir folder;
  std::shared_ptr<Export> heard = std::make_shared<Export>();
  std::unique_ptr<ui::PipelineController> controller;
  std::unique_ptr<ui::Edits> edits;
  std::unique_ptr<ExportDialog> dialog;

  void open(bool is_watertight) {
    ui::FileJobs files = recording_files(heard, is_watertight);
    files.read_view_folder = ui_test::read_sphere;
    controller = std::make_unique<ui::PipelineController>(ui_test::disc_tools(), files);
    edits = std::make_unique<ui::Edits>(*controller);
    controller->open(folder.path().toStdString());
    ASSERT_TRUE(ui_test::wait_until([this] { return controller->exportable_mesh() != nullptr; }));
    dialog = std::make_unique<ExportDialog>(*controller, *edits, folder.path());
  }

  void write(const QString& preset) {
    const auto& presets = ui::export_presets();
    for (std::size_t i = 0; i < presets.size(); ++i) {
      if (presets[i].name == preset) dialog->apply_preset(static_cast<int>(i));
    }
    dialog->start();
    ASSERT_TRUE(ui_test::wait_until([this] { return dialog->report().startsWith("Done"); }));
  }
};

TEST_F(ExportDialogTest, APresetSetsFormatAndSize) {
  open(true);
  write("Unity");
  EXPECT_EQ(heard->path.extension(), ".obj");
  EXPECT_FLOAT_EQ(heard->options.size.value_or(0.0f), 1.0f);
  write("3D print");
  EXPECT_EQ(heard->path.extension(), ".3mf");
  EXPECT_FLOAT_EQ(heard->options.size.value_or(0.0f), 100.0f);
}

TEST_F(ExportDialogTest, SaysWhatAPrinterCannotUse) {
  open(false);
  write("Blender");
  EXPECT_FALSE(dialog->report().contains("slicer"));
  write("3D print");
  EXPECT_TRUE(dialog->report().contains("slicer"));
}

TEST_F(ExportDialogTest, WritesItsReportBesideTheFileIfWanted) {
  open(true);
  write("Godot");
  EXPECT_FALSE(QFile::exists(dialog->path() + ".txt"));
  for (QCheckBox* box : dialog->findChildren<QCheckBox*>()) {
    if (box->text().contains("report")) box->setChecked(true);
  }
  write("Godot");
  QFile report(dialog->path() + ".txt");
  ASSERT_TRUE(report.open(QIODevice::ReadOnly));
  EXPECT_EQ(QString::fromUtf8(report.readAll()).trimmed(), dialog->report());
}

TEST(ExportPresets, NameFormatsThatExistAndFitTheirUnit) {
  for (const ui::ExportPreset& preset : ui::export_presets()) {
    const core::io::MeshFormat& format = core::io::mesh_format_for("mesh" + preset.extension);
    EXPECT_EQ(format.is_millimetres, preset.size > 10.0) << preset.name.toStdString();
    EXPECT_LE(preset.texture_px > 0 ? 1 : 0, format.has_texture ? 1 : 0) << preset.name.toStdString();
  }
}

}  // namespace
