"""Starts the simulators for the tests of the published clients."""

import json
import os
import subprocess
import unittest


class SimulatorsCase(unittest.TestCase):
    """A test case with freshly started simulators.

    The environment variable SIMULATORS_BIN names the binary.
    """

    @classmethod
    def setUpClass(cls):
        binary = os.environ.get("SIMULATORS_BIN")
        if not binary:
            raise RuntimeError("SIMULATORS_BIN must name the simulators binary")
        cls.process = subprocess.Popen([binary], stdout=subprocess.PIPE, text=True)
        cls.addresses = json.loads(cls.process.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.process.kill()
        cls.process.wait()
        cls.process.stdout.close()
