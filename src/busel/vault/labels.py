"""Every context label of Busel, in one place: two uses of a key or a signature never share one.

A label is part of the stored format; it is never changed or used again for something else. docs/format.md lists them.
"""

from __future__ import annotations

# Sealing with a symmetric key: the label goes into HKDF's info.
SEAL_COMMIT_STATE = b"busel/1 seal commit state"
SEAL_COMMIT_HISTORY = b"busel/1 seal commit history"
SEAL_BLOCK = b"busel/1 seal snapshot block"
SEAL_LOCKER = b"busel/1 seal locker"
SEAL_DEPUTIES = b"busel/1 seal deputies' bundle"
SEAL_UNLOCK_ROW = b"busel/1 seal unlock row"
SEAL_LOG = b"busel/1 seal log entry"

# Sealing to a public key: the label begins HPKE's info.
WRAP_ENVELOPE = b"busel/1 wrap inbox envelope"
WRAP_LETTER = b"busel/1 wrap mailbox letter"
WRAP_LOG = b"busel/1 wrap log key"
WRAP_ESCROW = b"busel/1 wrap escrow"
WRAP_CUSTODY = b"busel/1 wrap custody"
WRAP_PUBLISHING = b"busel/1 wrap publishing ticket"

# Signing: the label begins the transcript.
SIGN_DEED = b"busel/1 sign deed"
SIGN_SNAPSHOT = b"busel/1 sign snapshot"
SIGN_ENVELOPE = b"busel/1 sign envelope"
SIGN_LOG = b"busel/1 sign log entry"
SIGN_AUDITOR = b"busel/1 sign auditor"
SIGN_GO_ON = b"busel/1 sign go on"
SIGN_TOTALS = b"busel/1 sign totals"
SIGN_CERTIFICATE = b"busel/1 sign division certificate"
SIGN_INBOX_KEY = b"busel/1 sign inbox key"
SIGN_MEMBER = b"busel/1 sign member"
SIGN_GRANT = b"busel/1 sign grant"
SIGN_REVOCATION = b"busel/1 sign revocation"
SIGN_ROOT_KEY = b"busel/1 sign root key"
SIGN_ESCROW = b"busel/1 sign escrow"
SIGN_SUCCESSOR = b"busel/1 sign successor"
SIGN_EPOCH = b"busel/1 sign epoch"
SIGN_DEPUTIES = b"busel/1 sign deputies"
SIGN_PROPOSAL = b"busel/1 sign proposal"
SIGN_HANDOVER = b"busel/1 sign handover"
SIGN_NEW_KEY = b"busel/1 sign new key"
SIGN_AUDITOR_KEY = b"busel/1 sign key of auditor"

# Deriving one secret from another: the label goes into HKDF's info.
DERIVE_ROOT_SIGNING = b"busel/1 derive root signing key"
DERIVE_ROOT_SEALING = b"busel/1 derive root sealing key"
DERIVE_SESSION_TICKET = b"busel/1 derive session ticket"
DERIVE_READ_TICKET = b"busel/1 derive read ticket"
DERIVE_OWN_JOURNAL = b"busel/1 derive own journal key"
DERIVE_LOCKER_KEY = b"busel/1 derive locker key"
DERIVE_UNLOCK = b"busel/1 derive unlock tag and key"
DERIVE_ACCEPTED_RECORD = b"busel/1 derive accepted record id"
DERIVE_HISTORY_NAME = b"busel/1 derive history name"
DERIVE_LETTER = b"busel/1 derive letter id"
DERIVE_LOG = b"busel/1 derive log keys"
DERIVE_AUDIT_TICKET = b"busel/1 derive audit ticket"
DERIVE_DEPUTIES = b"busel/1 derive deputies' key"
DERIVE_ESCROW_MARK = b"busel/1 derive escrow mark"
DERIVE_PUBLISHING = b"busel/1 derive publishing ticket"
DERIVE_COORDINATORS = b"busel/1 derive coordinators' sealing key"

# Hashing: the label begins the hashed bytes.
HASH_COMMIT = b"busel/1 hash commit"
HASH_LOG = b"busel/1 hash log entry"
HASH_LOCK_SALT = b"busel/1 hash lock salt"
HASH_DIVISION = b"busel/1 hash division id"
HASH_OWN_JOURNAL = b"busel/1 hash own journal"
HASH_SIX_WORDS = b"busel/1 hash six words"
HASH_SHARE = b"busel/1 hash share"
HASH_STATEMENT = b"busel/1 hash statement"
