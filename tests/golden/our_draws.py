"""Gives Keras this library's random numbers in place of its own.

They are those of lib/random: Threefry-2x32 as JAX itself has it, with (seed,
layer) as the key and (index, step) as the counter. Each of Keras's seed
generators is a layer's stream: its draws have the steps 0, 1, 2 and so on.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax.numpy as jnp
import numpy as np
from jax.extend.random import threefry_2x32
from keras.src import backend

SEED = 7

steps = {}


def restart_draws():
    """Lets every stream begin at step 0 again."""
    steps.clear()


def next_step(stream):
    step = steps.get(id(stream), 0)
    steps[id(stream)] = step + 1
    return step


def bits(count, seed, layer, step):
    """The first `count` words of a draw, as lib/random/threefry.ts."""
    pairs = (count + 1) // 2
    key = jnp.array([seed, layer], jnp.uint32)
    index = jnp.arange(pairs, dtype=jnp.uint32)
    counter = jnp.concatenate([index, jnp.full(pairs, step, jnp.uint32)])
    words = np.asarray(threefry_2x32(key, counter)).reshape(2, pairs)
    return words.T.reshape(-1)[:count]


def mask(shape, rate, step):
    """True where a unit is kept."""
    count = int(np.prod(shape))
    return (bits(count, SEED, 0, step) >= rate * 2.0**32).reshape(shape)


def our_dropout(inputs, rate, noise_shape=None, seed=None):
    shape = noise_shape or inputs.shape
    shape = [whole if size is None else size for size, whole in zip(shape, inputs.shape)]
    kept = mask(shape, rate, next_step(seed))
    return inputs * jnp.asarray(kept, inputs.dtype) / (1 - rate)


def our_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    words = bits(int(np.prod(shape)), SEED, 0, next_step(seed)) / 2.0**32
    return jnp.asarray(minval + (maxval - minval) * words.reshape(shape), "float32")


def our_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    count = int(np.prod(shape))
    words = bits(2 * ((count + 1) // 2), SEED, 0, next_step(seed)).astype("float64")
    radius = np.sqrt(-2 * np.log((words[0::2] + 1) / 2**32))
    angle = 2 * np.pi * words[1::2] / 2**32
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    normal = mean + stddev * pairs.reshape(-1)[:count]
    return jnp.asarray(normal.reshape(shape), "float32")


backend.random.dropout = our_dropout
backend.random.uniform = our_uniform
backend.random.normal = our_normal
