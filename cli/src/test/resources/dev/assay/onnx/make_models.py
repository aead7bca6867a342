"""Writes models.zip: small networks by PyTorch 1.13.1 as ONNX, with three inputs and their logits (float32).

python3 make_models.py models.zip
"""
import io, sys, zipfile

import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(0)
def norm(c):
    b = nn.BatchNorm2d(c); b.weight.data.uniform_(.5, 1.5); b.bias.data.normal_()
    b.running_mean.normal_(); b.running_var.uniform_(.5, 2); return b
class LeNet(nn.Module):
    def __init__(s):
        super().__init__(); s.c1 = nn.Conv2d(1, 4, 5, padding=2); s.c2 = nn.Conv2d(4, 8, 5); s.f1 = nn.Linear(200, 16); s.f2 = nn.Linear(16, 10)
    def forward(s, x):
        x = F.max_pool2d(F.relu(s.c1(x)), 2); x = F.max_pool2d(F.relu(s.c2(x)), 2)
        x = x.view(x.size(0), -1); x = F.relu(s.f1(x)); return F.log_softmax(s.f2(x), 1)
vgg = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, bias=False), norm(4), nn.ReLU(), nn.Conv2d(4, 6, 3, stride=2, padding=1), norm(6), nn.LeakyReLU(.2),
    nn.AvgPool2d(2), nn.Conv2d(6, 8, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(.5), nn.Linear(8, 10, bias=False))
def block(i, o, s): return [nn.Conv2d(i, i, 3, s, 1, groups=i, bias=False), norm(i), nn.ReLU(), nn.Conv2d(i, o, 1, bias=False), norm(o), nn.ReLU()]
mobile = nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1, bias=False), norm(4), nn.ReLU(), *block(4, 6, 1), *block(6, 8, 2), nn.AdaptiveAvgPool2d(1), nn.Conv2d(8, 10, 1), nn.Flatten())
odd = nn.Sequential(nn.ZeroPad2d((1, 2, 0, 3)), nn.Conv2d(2, 4, (3, 2), stride=(2, 1), dilation=(2, 3), groups=2), nn.Hardtanh(0, float('inf')), nn.Conv2d(4, 3, (1, 4)), nn.ReLU(), nn.Flatten(), nn.Linear(3 * 4 * 5, 4), nn.Softmax(1))
mlp = nn.Sequential(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3))
class Block(nn.Module):
    def __init__(s, i, o, stride):
        super().__init__(); s.a = nn.Sequential(nn.Conv2d(i, o, 3, stride, 1, bias=False), norm(o), nn.ReLU(), nn.Conv2d(o, o, 3, 1, 1, bias=False), norm(o))
        s.b = nn.Sequential() if stride == 1 else nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), norm(o))
    def forward(s, x): return F.relu(s.a(x) + s.b(x))
class Inception(nn.Module):
    """Three branches, one with a sum within it, joined by channels; then three that are summed two by two."""
    def __init__(s):
        super().__init__(); s.a = nn.Conv2d(3, 2, 1); s.b = nn.Conv2d(3, 4, 3, padding=1); s.c = nn.Conv2d(4, 4, 3, padding=1); s.d = nn.Conv2d(3, 3, 5, padding=2)
        s.e = nn.Conv2d(9, 2, 1); s.f = nn.Conv2d(9, 2, 3, padding=1); s.g = nn.Conv2d(9, 2, 3, padding=1); s.h = nn.Linear(2 * 8 * 8, 5)
    def forward(s, x):
        b = F.relu(s.b(x)); y = torch.cat([s.a(x), b + s.c(b), F.max_pool2d(s.d(x), 3, 1, 1)], 1)
        return s.h(torch.flatten((s.e(y) + F.relu(s.f(y))) + s.g(y), 1))
resnet = nn.Sequential(nn.Conv2d(3, 4, 3, 1, 1, bias=False), norm(4), nn.ReLU(), Block(4, 4, 1), Block(4, 6, 2), Block(6, 6, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 10))
nets = {"resnet": (resnet, (3, 8, 8)), "inception": (Inception(), (3, 8, 8)), "lenet": (LeNet(), (1, 28, 28)), "vgg": (vgg, (3, 16, 16)), "mobile": (mobile, (3, 16, 16)), "odd": (odd, (2, 9, 8)), "mlp": (mlp, (6,))}
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as models:
    for name, opset in (("lenet", 9), ("lenet", 13), ("vgg", 9), ("vgg", 16), ("mobile", 13), ("odd", 9), ("odd", 13), ("mlp", 9), ("mlp", 16), ("resnet", 9), ("resnet", 16), ("inception", 13)):
        net, shape = nets[name]
        net.eval()
        x = torch.rand(3, *shape)
        # a softmax at the end is not read; that of lenet changes no differences between logits
        y = net[:-1](x) if name == "odd" else net(x)
        file = io.BytesIO()
        torch.onnx.export(net, x, file, opset_version=opset, input_names=["x"], dynamic_axes={"x": {0: "n"}} if opset > 9 else None)
        models.writestr(f"{name}-{opset}.onnx", file.getvalue())
        models.writestr(f"{name}-{opset}.bin", np.concatenate([x.numpy().ravel(), y.detach().numpy().ravel()]).astype("<f4").tobytes())
