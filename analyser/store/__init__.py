"""Where sessions are kept: a database, and the recordings' sound beside it or shared.

``Store.open(settings).visible_to(person)`` is the one way in; every read and every write goes
through that scope.
"""

from analyser.store.claims import Claim
from analyser.store.scope import ME, Scope
from analyser.store.store import Store

__all__ = ["ME", "Claim", "Scope", "Store"]
