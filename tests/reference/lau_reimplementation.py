"""What the one public re-implementation of LAU (cryingInitial/donjae-lab, methods/lau.py) does to a head, for LauTests.

    python3 lau_reimplementation.py > lau_reimplementation.json

Its rules with torch's own autograd, losses and optimizers, on invented features that the test makes again from the same random numbers.
Needs torch (Debian: python3-torch); nothing is downloaded.
"""
import copy, json, math
import torch
from torch import nn

CLASSES, SIZE, FORGET, FORGOTTEN, OTHERS = 10, 32, 8, 640, 50  # images of the class, and of each other class
MASK = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class RandomStream:  # the kit's: SplitMix64
    def __init__(self, state):
        self.state = state

    @staticmethod
    def of(seed, name):
        state = mix(seed + 0x9E3779B97F4A7C15)
        for letter in name:
            state = mix(((state ^ ord(letter)) + 0x9E3779B97F4A7C15) & MASK)
        return RandomStream(mix((state + 0x9E3779B97F4A7C15) & MASK))

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        return mix(self.state)

    def normals(self, *shape):  # nearly: twelve uniform numbers less six
        count = math.prod(shape)
        return torch.tensor([sum((self.next() >> 11) / (1 << 53) for _ in range(12)) - 6 for _ in range(count)], dtype=torch.float32).reshape(shape)

    def permutation(self, count):
        order = [0] * count
        for i in range(count):
            j = (self.next() * (i + 1)) >> 64
            order[i], order[j] = order[j], i
        return order


def world():
    random = RandomStream(7)
    means = random.normals(CLASSES, SIZE).relu()
    head = nn.Linear(SIZE, CLASSES)
    with torch.no_grad():
        head.weight.copy_(means / 0.81)
        head.bias.copy_(means.square().sum(1) / -1.62)
    draw = lambda label, count: (means[label] + 0.9 * random.normals(count, SIZE)).relu()
    forget = draw(FORGET, FORGOTTEN)
    others = [label for label in range(CLASSES) if label != FORGET]
    retain = torch.cat([draw(label, OTHERS) for label in others])
    return head, forget, torch.full((FORGOTTEN,), FORGET), retain, torch.tensor(others).repeat_interleave(OTHERS)


@torch.enable_grad()
def attack(teacher, features, labels, step=0.4, radius=0.3, steps=40):
    attacked = features.clone()
    for _ in range(steps):
        attacked.requires_grad_(True)
        gradient, = torch.autograd.grad(nn.functional.cross_entropy(teacher(attacked), labels), attacked)
        offset = (attacked + step * gradient.sign() - features).clamp(-radius, radius)
        attacked = (features + offset).clamp(0, 1).detach()
    return attacked


def unlearn(head, features, labels, optimizer, batch=64, epochs=3, alpha=0.5, temperature=4):
    random, steps, teacher = RandomStream.of(0, "lau"), 0, copy.deepcopy(head)
    for epoch in range(epochs):
        order = random.permutation(len(labels))
        with torch.no_grad():
            if (head(features[order[:batch]]).argmax(1) != labels[order[:batch]]).all():
                return epoch, steps
        teacher.load_state_dict(head.state_dict())
        for start in range(0, len(order), batch):
            f, y = features[order[start:start + batch]], labels[order[start:start + batch]]
            student = head(f)
            with torch.no_grad():
                taught = teacher(attack(teacher, f, y))
                remembered = student.argmax(1) == y
                hard = torch.where(remembered, taught.argmax(1), student.argmax(1))
                soft = torch.where(remembered[:, None], taught, student).softmax(1)
            distilled = nn.KLDivLoss(reduction="mean")((student / temperature).softmax(1).log(), (soft / temperature).softmax(1))
            loss = (1 - alpha) * nn.functional.cross_entropy(student, hard) + alpha * temperature ** 2 * distilled
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            steps += 1
    return epochs, steps


def percent(head, features, labels):
    with torch.no_grad():
        return 100 * (head(features).argmax(1) == labels).double().mean().item()


def main():
    torch.set_num_threads(1)
    result = {"torch": torch.__version__}
    for name, make in [("adam", lambda p: torch.optim.Adam(p, lr=0.01)), ("sgd", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=5e-4))]:
        head, forget, forget_labels, retain, retain_labels = world()
        before = [percent(head, forget, forget_labels), percent(head, retain, retain_labels)]
        epochs, steps = unlearn(head, forget, forget_labels, make(head.parameters()))
        result[name] = {
            "before": before, "epochs": epochs, "steps": steps, "D_f": percent(head, forget, forget_labels), "D_r": percent(head, retain, retain_labels),
            "bias": [round(value, 6) for value in head.bias.tolist()], "weight_norms": [round(value, 6) for value in head.weight.norm(dim=1).tolist()],
        }
    print(json.dumps(result, indent=2))


main()
