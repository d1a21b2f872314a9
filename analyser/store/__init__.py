"""Where sessions are kept: one SQLite database, and the recordings' sound beside it.

``Store.open(settings).visible_to(person)`` is the one way in; every read and every write goes
through that scope.
"""

from analyser.store.claims import Claim
from analyser.store.store import ME, Scope, Store

__all__ = ["ME", "Claim", "Scope", "Store"]
