# Everything that a program could try without ending Python by it. Given: PORT, CANARY_FILE. Says what came of each.
import asyncio, gc, json, os, sys

outcomes = {}


def attempt(work):
    try:
        value = work()
        outcomes[work.__name__] = f"done: {str(value)[:200]}"
    except BaseException as error:
        outcomes[work.__name__] = f"{type(error).__name__}: {str(error)[:200]}"


# --- the network

@attempt
def network_socket():
    import socket
    socket.create_connection(("127.0.0.1", PORT), 2).send(b"x")

@attempt
def network_urllib():
    import urllib.request
    return urllib.request.urlopen(f"http://127.0.0.1:{PORT}", timeout=2).read()

@attempt
def network_asyncio():
    async def connect():
        await asyncio.open_connection("127.0.0.1", PORT)
    asyncio.run(connect())

@attempt
def network_server():
    import socket
    server = socket.create_server(("127.0.0.1", 0))
    return server.getsockname()

@attempt
def network_pyfetch():
    from pyodide.http import pyfetch
    asyncio.run(pyfetch(f"http://127.0.0.1:{PORT}"))

@attempt
def network_js_fetch():
    import js
    js.fetch(f"http://127.0.0.1:{PORT}")


# --- files

@attempt
def file_passwords():
    return open("/etc/passwd").read()

@attempt
def file_canary():
    return open(CANARY_FILE).read()

@attempt
def file_process_environment():
    return open("/proc/self/environ").read()

@attempt
def file_walk():
    found = [os.path.join(folder, name) for folder, _, names in os.walk("/") for name in names]
    raise FileNotFoundError([name for name in found if not name.startswith(("/dev/", "/proc/self/fd", "/lib/python3"))])

# --- processes and threads

@attempt
def process_fork():
    return os.fork()

@attempt
def process_subprocess():
    import subprocess
    return subprocess.check_output(["id"])

@attempt
def process_system():
    return os.system("id > /tmp/x")

@attempt
def process_exec():
    os.execv("/bin/sh", ["sh", "-c", "id"])

@attempt
def process_kill_parent():
    os.kill(os.getppid(), 9)

@attempt
def process_multiprocessing():
    import multiprocessing
    process = multiprocessing.Process(target=print)
    process.start()

@attempt
def thread():
    import threading
    threading.Thread(target=print).start()

@attempt
def library():
    import ctypes
    return ctypes.CDLL("libc.so.6").getpid()


# --- JavaScript, as documented

@attempt
def js_import():
    import js
    return js.process

@attempt
def pyodide_import():
    import pyodide
    return pyodide.code.run_js("process")

@attempt
def pyodide_js_import():
    import pyodide_js
    return pyodide_js.loadPackage

@attempt
def dunder_import():
    return __import__("js", fromlist=["fetch"]).fetch

@attempt
def importlib_import():
    import importlib
    return importlib.import_module("pyodide.ffi").create_proxy

@attempt
def package():
    import numpy


# --- JavaScript, by way of what the garbage collector knows

for name in [name for name, module in sys.modules.items() if module is None]:
    del sys.modules[name]
everything = gc.get_objects()
finder = next(one for one in everything if type(one).__name__ == "JsFinder")
bridged = finder.jsproxies
api = bridged.get("pyodide_js")
core = next(one for one in everything if type(one) is type(sys) and one.__name__ == "_pyodide_core")

@attempt
def bridge_globals():
    return bridged["js"].process, bridged["js"].fetch

@attempt
def bridge_function_constructor():
    return api.runPython.constructor.new("return process")()

@attempt
def bridge_run_js():
    run_js = next(one for one in everything if getattr(one, "__name__", "") == "run_js")
    return run_js("process")

@attempt
def bridge_create_proxy():
    proxy = core.create_proxy(lambda *_: 1)
    return proxy.constructor.constructor.new("return globalThis.process.env")()

@attempt
def bridge_host_files():
    files = api.FS
    options = files.filesystems.NODEFS
    options.root = "/"
    files.mkdir("/host")
    files.mount(files.filesystems.NODEFS, options, "/host")
    return os.listdir("/host")

@attempt
def bridge_host_files_by_api():
    async def mount():
        await api.mountNodeFS("/host2", "/etc")
    asyncio.run(mount())
    return open("/host2/passwd").read()

@attempt
def bridge_load_package():
    async def load():
        await api.loadPackage(f"http://127.0.0.1:{PORT}/x-1.0-py3-none-any.whl")
    asyncio.run(load())
    import x

@attempt
def bridge_node_sockets():
    async def connect():
        await api._api.initializeNodeSockFS()
        await asyncio.open_connection("127.0.0.1", PORT)
    asyncio.run(connect())


# --- too much

@attempt
def deep():
    def deeper(n):
        return deeper(n + 1) + 1
    deeper(0)

@attempt
def memory():
    kept = []
    while True:
        kept.append(bytearray(8_000_000))

print(json.dumps(outcomes))
print(dict(os.environ), sys.argv, sys.path, file=sys.stderr)
