"""Stop in the middle of training with TensorFlow.js."""

import unittest

from kernel_case import TIMEOUT_S, SharedKernelCase

TRAINING = """
import * as tf from "@tensorflow/tfjs";
await tf.setBackend("cpu");
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
const xs = tf.ones([64, 4]), ys = tf.ones([64, 1]);
const weight = tf.variable(tf.scalar(3));
const sgd = tf.train.sgd(0.1);
const loss = () => weight.square() as tf.Scalar;
"""

FIT = """
await model.fit(xs, ys, {
  epochs: 1e9, verbose: 0, callbacks: { onEpochEnd: (e) => { if (e === 1) console.log("fitting"); } },
});
"""

MINIMIZE = """
for (let i = 0; ; i++) {
  sgd.minimize(loss);
  if (i === 10) console.log("minimizing");
}
"""


class InterruptTrainingTest(SharedKernelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reply = cls.client.execute_interactive(TRAINING, timeout=TIMEOUT_S)
        assert reply["content"]["status"] == "ok", reply

    def trains(self):
        """Whether both ways of training work; gives the tensors in memory."""
        self.value("await model.fit(xs, ys, { epochs: 1, verbose: 0 }); sgd.minimize(loss);")
        return int(self.value("tf.memory().numTensors"))

    def test_fit(self):
        self.trains()
        self.stop_many(FIT, "fitting")

    def test_minimize(self):
        self.trains()
        self.stop_many(MINIMIZE, "minimizing")

    def stop_many(self, code, marker):
        counts = []
        for _ in range(20):
            self.interrupt(code, marker)
            counts.append(self.trains())
        # A Stop inside of tfjs' own bookkeeping may lose a count, none may leak.
        self.assertLessEqual(max(counts), counts[0], counts)

    def interrupt(self, code, marker):
        """Like `stop`, but fit may also end by itself, on the event."""
        request, _ = self.start(code)
        self.wait_for_output(marker)
        self.manager.interrupt_kernel()
        self.finish(request)


if __name__ == "__main__":
    unittest.main()
