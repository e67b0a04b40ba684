"""Images a second that PyTorch trains in bfloat16: the networks of the kit's `quick` profile, or wider, on the CPU or a GPU; and a guided
step of a diffusion model, of Stable Diffusion's size if nothing else is said.

    python3 training.py > training.json                                          # its own run
    python3 training.py --device cuda --width 1 --networks resnet18,diffusion    # on a GPU, as wide as the papers have it
    lethe bench training --beside python3                                        # in turn with the kit, in one run

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


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, time):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(32, inputs), conv(inputs, outputs, 3, 1, 1, True)
        self.time = nn.Linear(time, outputs)
        self.norm2, self.conv2 = nn.GroupNorm(32, outputs), conv(outputs, outputs, 3, 1, 1, True)
        self.shortcut = nn.Identity() if inputs == outputs else conv(inputs, outputs, 1, bias=True)

    def forward(self, x, time):
        h = self.conv1(nn.functional.silu(self.norm1(x))) + self.time(nn.functional.silu(time))[:, :, None, None]
        return self.shortcut(x) + self.conv2(nn.functional.silu(self.norm2(h)))


class PromptAttention(nn.Module):
    def __init__(self, width, context, heads=8):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(size, width, bias=False) for size in (width, context, context))
        self.out, self.heads = nn.Linear(width, width), heads

    def forward(self, x, context):
        q, k, v = (y.unflatten(2, (self.heads, -1)).transpose(1, 2) for y in (self.q(x), self.k(context), self.v(context)))
        if hasattr(nn.functional, "scaled_dot_product_attention"):
            mixed = nn.functional.scaled_dot_product_attention(q, k, v)
        else:
            mixed = (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(-1) @ v
        return self.out(mixed.transpose(1, 2).flatten(2))


class Transformer(nn.Module):
    def __init__(self, width, context):
        super().__init__()
        self.norm, self.into, self.back = nn.GroupNorm(32, width, 1e-6), conv(width, width, 1, bias=True), conv(width, width, 1, bias=True)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.own, self.prompt = PromptAttention(width, width), PromptAttention(width, context)
        self.gate, self.end = nn.Linear(width, 8 * width), nn.Linear(4 * width, width)

    def forward(self, x, context):
        places = self.into(self.norm(x)).permute(0, 2, 3, 1).flatten(1, 2)
        y = self.norms[0](places)
        places = places + self.own(y, y)
        places = places + self.prompt(self.norms[1](places), context)
        h, gate = self.gate(self.norms[2](places)).chunk(2, -1)
        places = places + self.end(h * nn.functional.gelu(gate))
        return x + self.back(places.unflatten(1, x.shape[2:]).permute(0, 3, 1, 2))


class UNet(nn.Module):
    """Stable Diffusion v1's, where `channels` are 320, 640, 1280, 1280."""

    def __init__(self, channels, context=768, layers=2):
        super().__init__()
        first, time, levels = channels[0], 4 * channels[0], len(channels)
        self.start = conv(4, first, 3, 1, 1, True)
        self.time = nn.Sequential(nn.Linear(first, time), nn.SiLU(), nn.Linear(time, time))
        self.down, self.up, kept, size = nn.ModuleList(), nn.ModuleList(), [first], first
        attend = [level < levels - 1 for level in range(levels)]
        for level, width in enumerate(channels):
            for _ in range(layers):
                self.down.append(nn.ModuleList([ResidualBlock(size, width, time), *([Transformer(width, context)] if attend[level] else [])]))
                size = width
                kept.append(size)
            if level < levels - 1:
                self.down.append(conv(size, size, 3, 2, 1, True))
                kept.append(size)
        self.middle = nn.ModuleList([ResidualBlock(size, size, time), Transformer(size, context), ResidualBlock(size, size, time)])
        for level, width in reversed(list(enumerate(channels))):
            for _ in range(layers + 1):
                block = ResidualBlock(size + kept.pop(), width, time)
                self.up.append(nn.ModuleList([block, *([Transformer(width, context)] if attend[level] else [])]))
                size = width
            if level > 0:
                self.up.append(conv(size, size, 3, 1, 1, True))
        self.norm, self.end = nn.GroupNorm(32, first), conv(first, 4, 3, 1, 1, True)

    def forward(self, z, times, context):
        half = self.start.out_channels // 2
        angles = times.float()[:, None] * torch.exp(torch.arange(half, device=z.device) * (-9.210340371976184 / half))
        time = self.time(torch.cat([angles.cos(), angles.sin()], -1).to(z.dtype))

        def block(parts, x):
            for part in parts:
                x = part(x, context) if isinstance(part, Transformer) else part(x, time)
            return x

        x = self.start(z)
        kept = [x]
        for part in self.down:
            x = part(x) if isinstance(part, nn.Conv2d) else block(part, x)
            kept.append(x)
        x = block(self.middle, x)
        for part in self.up:
            if isinstance(part, nn.Conv2d):
                x = part(nn.functional.interpolate(x, scale_factor=2.0, mode="nearest"))
            else:
                x = block(part, torch.cat([x, kept.pop()], 1))
        return self.end(nn.functional.silu(self.norm(x))).float()


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
        self.model = build(options.width or width).to(options.device, memory_format=torch.channels_last).train()
        self.start = {key: value.clone() for key, value in self.model.state_dict().items()}
        self.adam = name == "vit"
        self.images = torch.randint(0, 256, (options.images, 3, 32, 32), dtype=torch.uint8).to(options.device)
        self.labels = torch.randint(0, 10, (options.images,)).to(options.device)

    def epoch(self):
        """Seconds."""
        self.model.load_state_dict(self.start)
        parameters = self.model.parameters()
        optimizer = torch.optim.Adam(parameters, 1e-3) if self.adam else torch.optim.SGD(parameters, 1e-3, 0.9, weight_decay=5e-4)
        begin = clock(self.options)
        for rows in torch.randperm(self.options.images).to(self.options.device).split(self.options.batch):
            images = self.images.index_select(0, rows).permute(0, 2, 3, 1).float().sub_(127.5).mul_(1 / 64).contiguous().permute(0, 3, 1, 2)
            kind = self.options.device.split(":")[0]
            with torch.autocast(kind, torch.bfloat16, enabled=self.options.precision == "bfloat16"):
                logits = self.model(images)
            loss = nn.functional.cross_entropy(logits.float(), self.labels.index_select(0, rows))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if not torch.isfinite(loss):
                raise FloatingPointError("the loss is not finite")
            optimizer.step()
        return clock(self.options) - begin


class Guided:
    """Steps of drawing a picture under classifier-free guidance, with random weights, kept in the precision of the arithmetic."""

    def __init__(self, options):
        torch.manual_seed(0)
        self.options = options
        self.type = getattr(torch, options.precision)
        self.model = UNet([int(size) for size in options.channels.split(",")]).eval()
        self.model.to(options.device, self.type, memory_format=torch.channels_last)
        self.context = torch.randn(2, 77, 768, device=options.device).to(self.type)

    def epoch(self):
        """Seconds of all steps."""
        side, device = self.options.latents, self.options.device
        z = torch.randn(1, 4, side, side, device=device)
        begin = clock(self.options)
        with torch.no_grad():
            for step in range(self.options.steps):
                # Of DDIM: z' = sqrt(a') (z - sqrt(1 - a) e) / sqrt(a) + sqrt(1 - a') e
                a, after = (0.01 + 0.98 * (step + i) / self.options.steps for i in range(2))
                both = torch.cat([z, z]).to(self.type, memory_format=torch.channels_last)
                nothing, said = self.model(both, torch.full((2,), 999 - step, device=device), self.context).chunk(2)
                noise = nothing + 7.5 * (said - nothing)
                z = after**0.5 * ((z - (1 - a) ** 0.5 * noise) / a**0.5) + (1 - after) ** 0.5 * noise
        return clock(self.options) - begin


def clock(options):
    if options.device != "cpu":
        torch.cuda.synchronize()
    return time.perf_counter()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", default=",".join(NETWORKS), help="and diffusion")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--tf32", choices=["none", "convolutions", "products", "both"], default="none", help="of float32, on a GPU")
    parser.add_argument("--width", type=float, default=0, help="of all; 0 for that of `quick`")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--images", type=int, default=1280)
    parser.add_argument("--runs", type=int, default=7, help="epochs, after one that does not count")
    parser.add_argument("--precision", choices=["bfloat16", "float32"], default="bfloat16")
    parser.add_argument("--channels", default="320,640,1280,1280", help="of the diffusion model's levels")
    parser.add_argument("--latents", type=int, default=64, help="their height and width")
    parser.add_argument("--steps", type=int, default=10, help="of the diffusion model in an epoch")
    parser.add_argument("--serve", action="store_true",
                        help="run an epoch of each network named on standard input, and write its seconds and how many parameters it has")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.backends.cudnn.allow_tf32 = options.tf32 in ("convolutions", "both")
    torch.backends.cuda.matmul.allow_tf32 = options.tf32 in ("products", "both")
    known = {}

    def epoch(name):
        if name not in known:
            known[name] = Guided(options) if name == "diffusion" else Training(name, options)
        return known[name].epoch()

    if options.serve:
        print(torch.__version__, flush=True)
        for line in sys.stdin:
            name = line.strip()
            print(epoch(name), sum(weight.numel() for weight in known[name].model.parameters()), flush=True)
        return
    results = {}
    for name in options.networks.split(","):
        seconds = [epoch(name) for _ in range(options.runs + 1)][1:]
        count = ("steps", options.steps) if name == "diffusion" else ("images", options.images)
        results[name] = {f"{count[0]}_per_second": count[1] / statistics.median(seconds), "seconds": seconds}
    print(json.dumps({"torch": torch.__version__, **vars(options), "results": results}, indent=2))


if __name__ == "__main__":
    main()
