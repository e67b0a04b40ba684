"""Images a second that PyTorch trains in bfloat16: the networks of the kit's `quick` profile, or wider, on the CPU.

    python3 training.py > training.json                 # its own run
    lethe bench training --beside python3               # in turn with the kit, in one run

The same networks, batches, optimisers and way of the data as the kit's trainer without augmentation: uint8 images chosen by index,
normalised, channels-last; autocast; cross-entropy; SGD with momentum, or Adam. Needs torch (Debian: python3-torch); nothing is downloaded.
"""
import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn


def conv(inputs, outputs, kernel, stride=1, padding=0, bias=False):
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=bias)


class Block(nn.Module):
    def __init__(self, inputs, width, stride, deep):
        super().__init__()
        outputs = 4 * width if deep else width
        if deep:
            layers = [conv(inputs, width, 1), nn.BatchNorm2d(width), nn.ReLU(True), conv(width, width, 3, stride, 1), nn.BatchNorm2d(width),
                      nn.ReLU(True), conv(width, outputs, 1), nn.BatchNorm2d(outputs)]
        else:
            layers = [conv(inputs, width, 3, stride, 1), nn.BatchNorm2d(width), nn.ReLU(True), conv(width, width, 3, 1, 1),
                      nn.BatchNorm2d(width)]
        self.layers = nn.Sequential(*layers)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else nn.Sequential(conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))
        self.relu = nn.ReLU(True)

    def forward(self, x):
        return self.relu(self.layers(x).add_(self.shortcut(x)))


def resnet(blocks, deep, width):
    channels = round(64 * width)
    layers = [conv(3, channels, 3, 1, 1), nn.BatchNorm2d(channels), nn.ReLU(True)]
    for stage, count in enumerate(blocks):
        size = round(64 * width * 2**stage)
        for i in range(count):
            layers.append(Block(channels, size, 2 if stage > 0 and i == 0 else 1, deep))
            channels = 4 * size if deep else size
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def vgg16(width):
    channels, layers = 3, []
    for size, repeats in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(repeats):
            outputs = round(size * width)
            layers += [conv(channels, outputs, 3, 1, 1, bias=True), nn.BatchNorm2d(outputs), nn.ReLU(True)]
            channels = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels, 10))


class EncoderLayer(nn.Module):
    def __init__(self, width, heads, drop=0.1):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-6), nn.LayerNorm(width, 1e-6)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.dropout = nn.Dropout(drop)
        self.mlp = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(drop), nn.Linear(width, width), nn.Dropout(drop))

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.dropout(self.attention(y, y, y, need_weights=False)[0])
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    def __init__(self, width):
        super().__init__()
        heads = max(1, round(8 * width))
        size = 64 * heads
        self.patches = conv(3, size, 4, 4, bias=True)
        self.token = nn.Parameter(torch.zeros(1, 1, size))
        self.places = nn.Parameter(0.02 * torch.randn(1, 65, size))
        self.layers = nn.Sequential(nn.Dropout(0.1), *[EncoderLayer(size, heads) for _ in range(6)], nn.LayerNorm(size, 1e-6))
        self.head = nn.Linear(size, 10)

    def forward(self, images):
        x = self.patches(images).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.places  # float32 from here on, as autocast has it
        return self.head(self.layers(x)[:, 0])


NETWORKS = {
    "vgg16": (vgg16, 0.25),
    "resnet18": (lambda width: resnet([2, 2, 2, 2], False, width), 0.25),
    "resnet50": (lambda width: resnet([3, 4, 6, 3], True, width), 0.125),
    "vit": (VisionTransformer, 0.125),
}


class Training:
    """One network, and an epoch of it from the same weights every time."""

    def __init__(self, name, options):
        torch.manual_seed(0)
        build, width = NETWORKS[name]
        self.options = options
        self.model = build(options.width or width).to(memory_format=torch.channels_last).train()
        self.start = {key: value.clone() for key, value in self.model.state_dict().items()}
        self.adam = name == "vit"
        self.images = torch.randint(0, 256, (options.images, 3, 32, 32), dtype=torch.uint8)
        self.labels = torch.randint(0, 10, (options.images,))

    def epoch(self):
        """Seconds."""
        self.model.load_state_dict(self.start)
        parameters = self.model.parameters()
        optimizer = torch.optim.Adam(parameters, 1e-3) if self.adam else torch.optim.SGD(parameters, 1e-3, 0.9, weight_decay=5e-4)
        begin = time.perf_counter()
        for rows in torch.randperm(self.options.images).split(self.options.batch):
            images = self.images.index_select(0, rows).permute(0, 2, 3, 1).float().sub_(127.5).mul_(1 / 64).contiguous().permute(0, 3, 1, 2)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.options.precision == "bfloat16"):
                logits = self.model(images)
            loss = nn.functional.cross_entropy(logits.float(), self.labels.index_select(0, rows))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if not torch.isfinite(loss):
                raise FloatingPointError("the loss is not finite")
            optimizer.step()
        return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--width", type=float, default=0, help="of all; 0 for that of `quick`")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--images", type=int, default=1280)
    parser.add_argument("--runs", type=int, default=7, help="epochs, after one that does not count")
    parser.add_argument("--precision", choices=["bfloat16", "float32"], default="bfloat16")
    parser.add_argument("--serve", action="store_true", help="run an epoch of each network named on standard input, and write its seconds")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    known = {}

    def epoch(name):
        if name not in known:
            known[name] = Training(name, options)
        return known[name].epoch()

    if options.serve:
        print(torch.__version__, flush=True)
        for line in sys.stdin:
            print(epoch(line.strip()), flush=True)
        return
    results = {}
    for name in options.networks.split(","):
        seconds = [epoch(name) for _ in range(options.runs + 1)][1:]
        results[name] = {"images_per_second": options.images / statistics.median(seconds), "seconds": seconds}
    print(json.dumps({"torch": torch.__version__, **vars(options), "results": results}, indent=2))


if __name__ == "__main__":
    main()
