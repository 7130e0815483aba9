"""What the sealer and the witnesses sign, and with what. Ed25519 after RFC 8032; keys are their 32 bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mumian.audit.rules.encoding import fields, moment, number, written_moment


@dataclass(frozen=True, slots=True)
class Head:
    """A tree head: how many acts are sealed and the root over them."""

    number: int
    size: int
    root: bytes
    at: datetime

    def message(self) -> bytes:
        """What the sealer signs."""
        return fields("mumian-head-1", number(self.number), number(self.size), self.root, moment(self.at))


@dataclass(frozen=True, slots=True)
class SignedHead:
    head: Head
    key: bytes
    signature: bytes

    def is_signed(self) -> bool:
        return is_signed(self.head.message(), key=self.key, signature=self.signature)

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.head.number,
            "size": self.head.size,
            "root": self.head.root.hex(),
            "at": written_moment(self.head.at),
            "key": self.key.hex(),
            "signature": self.signature.hex(),
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """A witness's word that it has seen a head, and that nothing under its last one had changed."""

    witness: str
    serial: int
    head: int
    size: int
    root: bytes
    at: datetime

    def message(self) -> bytes:
        """What the witness signs."""
        return fields(
            "mumian-witness-1",
            self.witness,
            number(self.serial),
            number(self.head),
            number(self.size),
            self.root,
            moment(self.at),
        )


@dataclass(frozen=True, slots=True)
class SignedStatement:
    statement: Statement
    signature: bytes

    def is_signed(self, key: bytes) -> bool:
        return is_signed(self.statement.message(), key=key, signature=self.signature)

    def as_json(self) -> dict[str, object]:
        said = self.statement
        return {
            "witness": said.witness,
            "serial": said.serial,
            "head": said.head,
            "size": said.size,
            "root": said.root.hex(),
            "at": written_moment(said.at),
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, value: dict[str, object]) -> SignedStatement:
        return cls(
            Statement(
                witness=str(value["witness"]),
                serial=int(str(value["serial"])),
                head=int(str(value["head"])),
                size=int(str(value["size"])),
                root=bytes.fromhex(str(value["root"])),
                at=datetime.fromisoformat(str(value["at"])),
            ),
            bytes.fromhex(str(value["signature"])),
        )


class SigningKey:
    """A private key; it never shows in `repr`."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()

    @classmethod
    def new(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def seed(self) -> bytes:
        return self._private.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def is_signed(message: bytes, *, key: bytes, signature: bytes) -> bool:
    """Whether this key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
