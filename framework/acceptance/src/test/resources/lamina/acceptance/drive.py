"""Drives a kernel as a front end does, and writes what it saw as JSON."""
import json
import os
import subprocess
import time

from jupyter_client.manager import start_new_kernel

os.environ.pop("LAMINA_SMOKE")
DECLARE = """
%use lamina
val base = experiment(
    task = classification(garmentsAndVoices(trainExamples = 400, validationExamples = 20, testExamples = 20)),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 8)),
    backbone = transformer(layers = 2, heads = 2, width = 16),
    training = training(epochs = 12, batch = 4, optimizer = adamW(learningRate = 1e-3)),
)
val driven = sweep("driven") {
    seeds(0..1)
    variant(base)
    variant(base.with(learnableMask()))
}
"""


def workers():
    found = subprocess.run(["pgrep", "-c", "-f", "-P", str(kernel_pid()), "lamina.training.Worker"], capture_output=True)
    return int(found.stdout or 0)


def kernel_pid():
    provisioner = getattr(manager, "provisioner", None)
    return provisioner.process.pid if provisioner else manager.kernel.pid


def plain(message):
    return message["content"].get("data", {}).get("text/plain", message["content"].get("text", ""))


def messages_until_idle(request, see=lambda message: None):
    seen = []
    while True:
        message = client.get_iopub_msg(timeout=240)
        if message["parent_header"].get("msg_id") != request:
            continue
        seen.append(message)
        see(message)
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return seen


def reply_to(request):
    while True:
        reply = client.get_shell_msg(timeout=60)
        if reply["parent_header"].get("msg_id") == request:
            return reply


def execute(code):
    request = client.execute(code)
    seen = messages_until_idle(request)
    reply = reply_to(request)
    return reply["content"]["status"], [plain(m) for m in seen if plain(m)]


manager, client = start_new_kernel(kernel_name="lamina", stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
facts = {}
try:
    execute(DECLARE)

    interrupted = []

    def interrupt_in_flight(message):
        if " loss " in plain(message) and not interrupted:
            interrupted.append(True)
            facts["workers while running"] = workers()
            manager.interrupt_kernel()

    request = client.execute("driven.run()")
    seen = messages_until_idle(request, interrupt_in_flight)
    reply_to(request)
    facts["updates"] = sum(m["msg_type"] == "update_display_data" for m in seen)
    facts["shown after interrupt"] = [plain(m) for m in seen if m["msg_type"] == "update_display_data"][-1]
    time.sleep(1)
    facts["workers after interrupt"] = workers()
    facts["done before"] = int(execute("driven.status()")[1][-1].split(" trials, ")[1].split(" done")[0])

    request = client.execute("driven.run()")
    seen = messages_until_idle(request)
    reply_to(request)
    facts["shown at the end"] = [plain(m) for m in seen if m["msg_type"] == "update_display_data"][-1]
    facts["status at the end"] = execute("driven.status()")[1][-1]

    status, shown = execute("driven.curves()")
    facts["picture"] = "".join(shown)
    status, shown = execute('driven.trial("learnable mask").mask()')
    facts["mask"] = "".join(shown)
    status, shown = execute(
        """
        sweep("other") {
            seeds(0)
            variant(base)
            grid(base.with(mechanism<AdaptivelySparse>())) {
                vary(mask(AdaptivelySparse::iterations)) over listOf(20, 30)
                vary(axis(AdamW::learningRate)) over listOf(1e-3, 2e-3)
            }
        }.trials().size
        """
    )
    facts["trials of a mechanism by its class"] = "".join(shown)
    status, shown = execute("learnableMask(depth = 0)")
    facts["status of the wrong cell"], facts["wrong declaration"] = status, "".join(shown)
    maps = "/proc/%d/maps" % kernel_pid()
    lines = open(maps).readlines() if os.path.exists(maps) else []
    facts["native libraries"] = " ".join(sorted({line.split()[-1] for line in lines if ".so" in line}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
with open("facts.json", "w") as file:
    json.dump(facts, file)
