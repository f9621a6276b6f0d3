// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/mesh_drag_button.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QUrl>

#include "tests/ui/fixtures.h"

namespace {

/// Work with a surface, whose "mesh files" hold one word; counts how often one is written.
struct MeshDrag {
  int num_written = 0;
  QList<QUrl> dragged;
  std::unique_ptr<ui::PipelineController> controller;
  std::unique_ptr<ui::MeshDragButton> button;

  MeshDrag() {
    ui::FileJobs files = ui_test::disc_files();
    files.write_mesh = [this](std::filesystem::path path, core::mesh::MeshPtr,
                              core::io::MeshWriteOptions) -> core::pipeline::Job {
      ++num_written;
      return [path](const core::RunContext&, const core::pipeline::EventSink& sink) {
        QFile file(QString::fromStdString(path.string()));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write("mesh") == 4);
        sink(core::pipeline::Exported{path, {}});
      };
    };
    files.read_view_folder = ui_test::read_sphere;
    controller = std::make_unique<ui::PipelineController>(ui_test::disc_tools(), files);
    button = std::make_unique<ui::MeshDragButton>(*controller);
    button->set_run_drag([this](QMimeData* data) {
      dragged << data->urls();
      delete data;
    });
  }

  void open() {
    controller->open(std::filesystem::temp_directory_path());
    ui_test::wait_until([this] { return button->isEnabled(); });
  }

  void pull(const QPoint& by) {
    const QPoint middle = button->rect().center();
    QTest::mousePress(button.get(), Qt::LeftButton, {}, middle);
    QMouseEvent move(QEvent::MouseMove, QPointF(middle + by), button->mapToGlobal(QPointF(middle + by)), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(button.get(), &move);
  }
  void let_go() { QTest::mouseRelease(button.get(), Qt::LeftButton, {}, button->rect().center()); }
};

TEST(MeshDragButton, DragsAFileOfTheMeshThatGoesWithTheButton) {
  MeshDrag drag;
  EXPECT_FALSE(drag.button->isEnabled());
  drag.open();
  drag.pull({80, 0});
  ASSERT_TRUE(ui_test::wait_until([&] { return !drag.dragged.empty(); }));
  const QString path = drag.dragged[0].toLocalFile();
  EXPECT_TRUE(path.endsWith(".glb"));
  EXPECT_TRUE(QFile::exists(path));
  drag.button.reset();
  EXPECT_FALSE(QFile::exists(path));
}

TEST(MeshDragButton, WritesTheSameMeshOnce) {
  MeshDrag drag;
  drag.open();
  for (int i = 0; i < 3; ++i) {
    drag.pull({80, 0});
    ASSERT_TRUE(ui_test::wait_until([&] { return drag.dragged.size() == i + 1; }));
    drag.let_go();
  }
  EXPECT_EQ(drag.num_written, 1);
}

TEST(MeshDragButton, AClickDragsNothing) {
  MeshDrag drag;
  drag.open();
  drag.pull({1, 0});
  drag.let_go();
  EXPECT_EQ(drag.num_written, 0);
}

TEST(MeshDragButton, LettingGoBeforeTheFileIsThereDragsNothing) {
  MeshDrag drag;
  drag.open();
  drag.pull({80, 0});
  drag.let_go();
  ASSERT_TRUE(ui_test::wait_until([&] { return !drag.controller->is_busy(); }));
  EXPECT_TRUE(drag.dragged.empty());
}

}  // namespace
