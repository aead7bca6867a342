#!/usr/bin/env python3
"""The workloads of Assay's NetworkBenchmark in PyTorch, on one GPU: samples per second, FP32 with TF32 off.

    python3 bench/peers/torch_gpu.py

Training steps eager and compiled; Jacobians of the ten logits by ten backward passes, torch.func.jacrev and vmap over
vjp, each eager and, where it works, compiled. Inputs take turns; times are between CUDA events after a warm-up; the
median of several rounds. Floors: bytes that must move over the bandwidth of a large copy, products over the rate of a
large product, both measured here. Batches are the same as in NetworkBenchmark; here they lie on the GPU, there they come
from Java arrays, and the copies are timed.
"""
import statistics
import sys

import torch
from torch import nn

TRAIN, FORWARD, JACOBIAN, CLASSES, INPUTS = 128, 256, 64, 10, 4
ROUNDS, WARM, SECONDS = 5, 5, 0.3


def mlp():
    widths, layers = [784, 1000, 1000, 1000], []
    for a, b in zip(widths, widths[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(1000, CLASSES)), (784,)


def cnn(batch_norm):
    layers, before = [], 3
    for channels in (32, 64):
        for _ in range(2):
            layers.append(nn.Conv2d(before, channels, 3, padding=1))
            if batch_norm:
                layers.append(nn.BatchNorm2d(channels))
            layers.append(nn.ReLU())
            before = channels
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 64, 256), nn.ReLU(), nn.Linear(256, CLASSES)), (3, 32, 32)


NETWORKS = {"mlp": mlp, "cnn": lambda: cnn(False), "cnn-batch-norm": lambda: cnn(True)}
# multiply-adds of a forward pass per sample, times two
FLOPS = {"mlp": 5.6e6, "cnn": 51e6, "cnn-batch-norm": 51e6}


def seconds(work, inputs):
    """Median time of one call; the inputs take turns."""

    def run(count):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        for i in range(count):
            work(inputs[i % len(inputs)])
        end.record()
        end.synchronize()
        return start.elapsed_time(end) / 1000 / count

    run(WARM)
    count = max(3, min(2000, int(SECONDS / max(run(3), 1e-6))))
    return statistics.median(run(count) for _ in range(ROUNDS))


def train_step(model, compiled):
    labels = torch.arange(TRAIN, device="cuda") % CLASSES
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9)
    loss_of = nn.CrossEntropyLoss()
    forward = torch.compile(model, mode="reduce-overhead") if compiled else model  # reduce-overhead: CUDA graphs

    def step(x):
        optimizer.zero_grad(set_to_none=True)
        loss_of(forward(x), labels).backward()
        optimizer.step()

    return step


def jacobians(model):
    """Ways to the same Jacobian: batch x classes x input."""
    eye = torch.eye(CLASSES, device="cuda")

    def passes(x):
        x = x.detach().requires_grad_()
        z = model(x)
        return torch.stack(
            [torch.autograd.grad(z[:, k].sum(), x, retain_graph=k + 1 < CLASSES)[0] for k in range(CLASSES)], 1)

    def one(x):
        return model(x.unsqueeze(0)).squeeze(0)

    def vmapped(x):
        _, pull = torch.func.vjp(model, x)
        rows = torch.func.vmap(lambda e: pull(e.expand(x.shape[0], CLASSES))[0])(eye)
        return rows.transpose(0, 1)

    jacrev = torch.func.vmap(torch.func.jacrev(one))
    return {"passes": passes, "jacrev": jacrev, "vmap": vmapped,
            "jacrev-compiled": torch.compile(jacrev), "vmap-compiled": torch.compile(vmapped)}


def floors():
    """Bytes per second of a large copy, FLOP per second of a large product."""
    a = torch.empty(1 << 28, device="cuda")
    b = torch.empty_like(a)
    bandwidth = 2 * 4 * a.numel() / seconds(lambda _: b.copy_(a), [None])
    m = torch.randn(8192, 8192, device="cuda")
    rate = 2 * 8192**3 / seconds(lambda _: m @ m, [None])
    return bandwidth, rate


def row(network, what, samples, time, flops, rate):
    print(f"{network:15s} {what:28s} {samples / time:12.0f} samples/s  {flops / rate / time * 100:5.1f} % of the floor",
          flush=True)


def main():
    if not torch.cuda.is_available():
        sys.exit("torch sees no GPU")
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.manual_seed(1)
    bandwidth, rate = floors()
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, CUDA {torch.version.cuda}, "
          f"cuDNN {torch.backends.cudnn.version()}; {bandwidth / 1e12:.2f} TB/s, {rate / 1e12:.1f} TFLOP/s FP32")
    for name, make in NETWORKS.items():
        model, shape = make()
        model = model.cuda()

        def batches(count):
            return [torch.randn(count, *shape, device="cuda") for _ in range(INPUTS)]

        for how in (False, True):
            label = "train compiled" if how else "train eager"
            try:
                time = seconds(train_step(model.train(), how), batches(TRAIN))
                row(name, label, TRAIN, time, 3 * FLOPS[name] * TRAIN, rate)
            except Exception as e:  # a compiler that is missing is no reason to stop
                print(f"{name:15s} {label}: {type(e).__name__}")
        model.eval()
        for parameter in model.parameters():
            parameter.requires_grad_(False)
        with torch.no_grad():
            row(name, "forward eager", FORWARD, seconds(model, batches(FORWARD)), FLOPS[name] * FORWARD, rate)
        inputs, reference = batches(JACOBIAN), None
        for label, jacobian in jacobians(model).items():
            try:
                result = jacobian(inputs[0]).detach()
                reference = result if reference is None else reference
                error = ((result - reference).abs().max() / reference.abs().max()).item()
                assert error < 1e-4, f"differs by {error:.1e}"
                time = seconds(jacobian, inputs)
                row(name, "jacobian " + label, JACOBIAN, time, (1 + CLASSES) * FLOPS[name] * JACOBIAN, rate)
            except Exception as e:
                print(f"{name:15s} jacobian {label}: {type(e).__name__} {str(e).splitlines()[0][:80] if str(e) else ''}")


if __name__ == "__main__":
    main()
