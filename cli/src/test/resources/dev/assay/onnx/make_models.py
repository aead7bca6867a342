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
nets = {"lenet": (LeNet(), (1, 28, 28)), "vgg": (vgg, (3, 16, 16)), "mobile": (mobile, (3, 16, 16)), "odd": (odd, (2, 9, 8)), "mlp": (mlp, (6,))}
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as models:
    for name, opset in (("lenet", 9), ("lenet", 13), ("vgg", 9), ("vgg", 16), ("mobile", 13), ("odd", 9), ("odd", 13), ("mlp", 9), ("mlp", 16)):
        net, shape = nets[name]
        net.eval()
        x = torch.rand(3, *shape)
        # a softmax at the end is not read; that of lenet changes no differences between logits
        y = net[:-1](x) if name == "odd" else net(x)
        file = io.BytesIO()
        torch.onnx.export(net, x, file, opset_version=opset, input_names=["x"], dynamic_axes={"x": {0: "n"}} if opset > 9 else None)
        models.writestr(f"{name}-{opset}.onnx", file.getvalue())
        models.writestr(f"{name}-{opset}.bin", np.concatenate([x.numpy().ravel(), y.detach().numpy().ravel()]).astype("<f4").tobytes())
