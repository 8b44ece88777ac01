"""Declares a mechanism of one's own in a kernel, trains it, and writes what a front end saw as JSON."""
import json
import os
import subprocess

from jupyter_client.manager import start_new_kernel

DECLARE = """
%use lamina
val probe = mechanism("Probe.java")
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8)),
    backbone = transformer(layers = 1, heads = 2, width = 8),
    training = training(epochs = 1, batch = 4, optimizer = adamW(learningRate = 1e-3)),
)
val small = sweep("small") {
    seeds(0)
    variant(base)
    grid(base.with(probe())) { vary(probe.axis("slope")) over listOf(0.05, 0.1) }
}
"""
BROKEN = """
val broken = mechanism("Broken.java", "import lamina.mechanism.*;\\npublic record Broken() implements Mechanisms {}")
sweep("broken") { seeds(0); variant(base.with(broken())) }.run()
"""


def plain(message):
    return message["content"].get("data", {}).get("text/plain", message["content"].get("text", ""))


def execute(code):
    request = client.execute(code)
    seen = []
    while True:
        message = client.get_iopub_msg(timeout=240)
        if message["parent_header"].get("msg_id") != request:
            continue
        seen.append(plain(message))
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return "\n".join(text for text in seen if text)


manager, client = start_new_kernel(kernel_name="lamina", stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
facts = {}
try:
    facts["declared"] = execute(DECLARE)
    facts["shown"] = execute("small.run()")
    facts["table"] = execute("small.table()")
    facts["mask"] = execute('small.trial("slope 0.1").heatmap()')
    facts["wrong value"] = execute('probe("slope" to "x")')
    facts["wrong source"] = execute(BROKEN)
    provisioner = getattr(manager, "provisioner", None)
    maps = "/proc/%d/maps" % (provisioner.process.pid if provisioner else manager.kernel.pid)
    lines = open(maps).readlines() if os.path.exists(maps) else []
    facts["native libraries"] = " ".join(sorted({line.split()[-1] for line in lines if ".so" in line}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
with open("facts.json", "w") as file:
    json.dump(facts, file)
