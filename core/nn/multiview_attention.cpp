// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/multiview_attention.h"

#include <ATen/ops/cat.h>

namespace core::nn {

at::Tensor attend_across_views(const AttentionImpl& attention, const at::Tensor& tokens, std::int64_t num_views,
                               ViewMixing mixing) {
  const std::int64_t num_rows = tokens.size(0), num_tokens = tokens.size(1), num_channels = tokens.size(2);
  switch (mixing) {
    case ViewMixing::OwnView:
      break;
    case ViewMixing::AllViews: {
      const at::Tensor joined = tokens.view({num_rows / num_views, num_views * num_tokens, num_channels});
      return attention.forward(joined, joined).view(tokens.sizes());
    }
    case ViewMixing::FirstAndOwn: {
      const at::Tensor runs = tokens.view({num_rows / num_views, num_views, num_tokens, num_channels});
      const at::Tensor first = runs.narrow(1, 0, 1).expand_as(runs).reshape(tokens.sizes());
      return attention.forward(tokens, at::cat({first, tokens}, 1));
    }
  }
  return attention.forward(tokens, tokens);
}

at::Tensor attend_across_domains(const AttentionImpl& attention, const at::Tensor& tokens, std::int64_t num_domains) {
  const std::int64_t num_views = tokens.size(0) / num_domains, num_tokens = tokens.size(1);
  const at::Tensor joined = tokens.view({num_domains, num_views, num_tokens, tokens.size(2)})
                                .transpose(0, 1)
                                .reshape({num_views, num_domains * num_tokens, tokens.size(2)});
  return attention.forward(joined, joined)
      .view({num_views, num_domains, num_tokens, tokens.size(2)})
      .transpose(0, 1)
      .reshape(tokens.sizes());
}

}  // namespace core::nn
