"""What torchvision's vision transformer makes of weights and an image that VisionTransformerTests makes again from the same formula.

    python3 vision_transformer.py > vision_transformer.json

Needs torch and torchvision (Debian: python3-torchvision); nothing is downloaded.
"""
import json
import torch, torchvision
from torchvision.models.vision_transformer import VisionTransformer

torch.set_num_threads(1)
network = VisionTransformer(image_size=32, patch_size=4, num_layers=6, num_heads=1, hidden_dim=64, mlp_dim=64, num_classes=10).eval()


def fill(tensor, place, scale):
    i = torch.arange(tensor.numel(), dtype=torch.float64)
    tensor.copy_((scale * torch.sin(0.37 * i + place)).reshape(tensor.shape))


with torch.no_grad():
    for place, (name, parameter) in enumerate(sorted(network.named_parameters())):
        fill(parameter, place, 0.05)
        if ".ln" in name and name.endswith("weight"):
            parameter.add_(1)
    # Small enough that it matters what is added to the variance.
    for name in ("conv_proj.weight", "conv_proj.bias", "class_token", "encoder.pos_embedding"):
        dict(network.named_parameters())[name].mul_(0.02)
    image = torch.empty(1, 3, 32, 32)
    fill(image, 0.5, 1)
    print(json.dumps({"versions": f"torch {torch.__version__}, torchvision {torchvision.__version__}", "eps": network.encoder.ln.eps, "logits": [round(value, 7) for value in network(image)[0].tolist()]}, indent=2))
