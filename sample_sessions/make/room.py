"""The room: from a seat at the table to what one microphone hears of it.

Image sources in a box (Allen and Berkley, 1979), each image moved by a few centimetres so that
the even walls do not ring (De Sena and others, 2015). Metres and seconds throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, prod

import numpy as np
from scipy.signal import butter, sosfilt

SPEED_OF_SOUND = 343.0
SCATTER = 0.04

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A box with even walls, the seconds in which a sound falls by 60 dB, and the microphone."""

    size: Point
    t60: float
    microphone: Point


def impulse_response(room: Room, seat: Point, rate: int, rng: np.random.Generator) -> np.ndarray:
    """Turn a seat into the filter between it and the microphone.

    Sample 0 is the direct sound, so that times stay true; its strength is 1.0 at one metre.
    """
    distance, bounces = _images(room, seat, rng)
    nearest = distance.min()
    delay = (distance - nearest) / SPEED_OF_SOUND * rate
    heard = delay < room.t60 * rate
    strength = _reflectance(room) ** bounces / distance
    return _pulses(delay[heard], strength[heard], length=ceil(room.t60 * rate) + 1)


def background(samples: int, rate: int, level: float, rng: np.random.Generator) -> np.ndarray:
    """Return the empty room: ventilation, falling off above 500 Hz, and hiss; level is its RMS."""
    white = rng.standard_normal(samples)
    hum = sosfilt(butter(1, 500, fs=rate, output="sos"), white)
    air = hum / hum.std() + 0.3 * rng.standard_normal(samples)
    return level * air / air.std()


def without_rumble(sound: np.ndarray, rate: int) -> np.ndarray:
    """Cut what a small microphone does not hear, below 80 Hz."""
    return sosfilt(butter(2, 80, btype="highpass", fs=rate, output="sos"), sound)


def _reflectance(room: Room) -> float:
    """Return the share of sound pressure that a wall gives back, by Eyring's formula."""
    x, y, z = room.size
    surface = 2 * (x * y + y * z + z * x)
    absorbed = 1 - exp(-0.161 * prod(room.size) / (surface * room.t60))
    return float(np.sqrt(1 - absorbed))


def _images(room: Room, seat: Point, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance of every image of the seat, and how many walls its sound met."""
    reach = SPEED_OF_SOUND * room.t60
    places = zip(seat, room.size, room.microphone, strict=True)
    (x, in_x), (y, in_y), (z, in_z) = (_mirror(*place, reach) for place in places)
    bounces = in_x[:, None, None] + in_y[None, :, None] + in_z[None, None, :]
    square = x[:, None, None] ** 2 + y[None, :, None] ** 2 + z[None, None, :] ** 2
    scatter = rng.uniform(0, SCATTER, square.shape) * (bounces > 0)
    return (np.sqrt(square) + scatter).ravel(), bounces.ravel()


def _mirror(at: float, length: float, ear: float, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Mirror one coordinate in its two walls out to `reach`: offsets from the ear, walls met."""
    most = ceil(reach / (2 * length))
    n = np.arange(-most, most + 1)
    offsets = [at + 2 * n * length - ear, -at + 2 * n * length - ear]
    return np.concatenate(offsets), np.concatenate([2 * abs(n), abs(n - 1) + abs(n)])


def _pulses(delay: np.ndarray, strength: np.ndarray, length: int) -> np.ndarray:
    """Sum pulses at delays between samples, each shared between its two neighbours."""
    response = np.zeros(length + 1)
    whole = delay.astype(int)
    np.add.at(response, whole, strength * (1 - (delay - whole)))
    np.add.at(response, whole + 1, strength * (delay - whole))
    return response
