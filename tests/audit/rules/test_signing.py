"""Signatures are those of RFC 8032, by the library here and by the arithmetic of verify_audit.py."""

from __future__ import annotations

import pytest
import verify_audit
from hypothesis import given
from hypothesis import strategies as st

from mumian.audit.rules.signing import SigningKey, is_signed

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_key_and_signature_are_those_of_the_standard(secret: str, public: str, message: str, signature: str) -> None:
    key = SigningKey(bytes.fromhex(secret))

    assert (key.public.hex(), key.sign(bytes.fromhex(message)).hex()) == (public, signature)
    assert verify_audit.is_signed(key.public, bytes.fromhex(message), bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 64 * 8 - 1))
def test_arithmetic_of_the_verifier_agrees_with_the_library(seed: bytes, message: bytes, bit: int) -> None:
    key = SigningKey(seed)
    signature = key.sign(message)
    flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")

    assert verify_audit.is_signed(key.public, message, signature)
    assert not verify_audit.is_signed(key.public, message + b".", signature)
    assert verify_audit.is_signed(key.public, message, flipped) is is_signed(message, key=key.public, signature=flipped) is False


def test_signature_with_the_order_of_the_group_added_is_refused() -> None:
    """Else a signature could be written in two ways (section 5.1.7)."""
    key = SigningKey(bytes(32))
    signature = key.sign(b"head")
    other = signature[:32] + (int.from_bytes(signature[32:], "little") + verify_audit.ORDER).to_bytes(32, "little")

    assert not verify_audit.is_signed(key.public, b"head", other)


@pytest.mark.parametrize("key", [b"", bytes(31), b"\xff" * 32, (2).to_bytes(32, "little")])
def test_what_is_no_key_signs_nothing(key: bytes) -> None:
    assert not verify_audit.is_signed(key, b"head", bytes(64))
    assert not is_signed(b"head", key=key, signature=bytes(64))


def test_private_key_does_not_show() -> None:
    key = SigningKey.new()

    assert key.seed.hex() not in repr(key)
