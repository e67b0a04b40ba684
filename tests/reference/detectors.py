"""Random weights and what timm and torchvision make of them, for ReferenceTests.

    python detectors.py FOLDER
    LETHE_REFERENCE=FOLDER dotnet test -c Release --filter-class '*ReferenceTests'

Needs torch, torchvision, timm and safetensors; nothing is downloaded.
"""
import json, os, sys
import timm, torch, torchvision
from safetensors.torch import save_file

# kit's name, library, its name
NETWORKS = [
    ("xception", "timm", "legacy_xception"), ("resnet50", "timm", "resnet50"), ("resnet50", "torchvision", "resnet50"),
    ("efficientnet-b1-tf", "timm", "tf_efficientnet_b1"), ("efficientnet-b1", "timm", "efficientnet_b1"), ("efficientnet-b1", "torchvision", "efficientnet_b1"),
]

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for kit, library, name in NETWORKS:
    torch.manual_seed(0)
    network = timm.create_model(name, num_classes=2) if library == "timm" else getattr(torchvision.models, name)(num_classes=2)
    with torch.no_grad():
        for key, value in network.state_dict().items():
            if key.endswith("running_mean"):
                value.normal_(0, 0.1)
            elif key.endswith("running_var"):
                value.uniform_(0.5, 1.5)
        network.eval()
        images = torch.randn(2, 3, 128, 128)
        logits = network(images)
    path = os.path.join(folder, f"{library}-{name}")
    save_file({key: value.contiguous() for key, value in network.state_dict().items()}, path + ".safetensors", metadata={"architecture": name})
    save_file({"images": images, "logits": logits}, path + ".expected")
    with open(path + ".json", "w") as file:
        json.dump({"detector": kit, "versions": f"torch {torch.__version__}, timm {timm.__version__}, torchvision {torchvision.__version__}"}, file)
    print(path, tuple(logits.flatten().tolist()))
