"""The door: it peeks at a cookie and passes the connection itself on. It never reads a request.

One process, one thread, `epoll` edge-triggered. Every visitor's head is peeked at (`MSG_PEEK`) into one buffer of
16 KiB that was there from the start, the session cookie is found in place, hashed and compared, the buffer is wiped,
and the socket goes to the right process by `SCM_RIGHTS`. From then on the connection is the target's for ever. The door
knows no member, no locker and no key: only SHA-256 values of cookies, and which socket each belongs to.

Where a connection goes:

- a session cookie whose hash is registered: to that desk;
- else `POST` of what ends in the sign-in path, however it is spelled: to a waiting blank desk, at most
  `signins_at_once` of them at the same time, then a queue of `signins_waiting`, then 503;
- else: to the porch.

What goes to the porch or to a blank desk goes there whole: the door waits (without reading) until the kernel holds the
body, at most 32 KiB of it, so nobody can occupy a blank desk with a slow body.

Limits: a head has 10 s (408) and 16 KiB (431); a body for porch or blank desk needs a length (411) and has at most
32 KiB (413).

The control protocol
====================
Unix sockets of type SOCK_SEQPACKET; a message is one byte, then its load. Descriptors travel beside it (SCM_RIGHTS).

==================  =======  ==========================  =====================================================
from → to           message  load                        means
==================  =======  ==========================  =====================================================
fork server → door  ``P``    1 descriptor                the porch's control socket (a new one replaces the old)
fork server → door  ``B``    1 descriptor                the control socket of a blank desk in waiting
door → desk         ``C``    1 descriptor                a connection: it is yours
desk → door         ``R``    SHA-256 of the cookie (32)  connections with this cookie are mine; ends the sign-in
==================  =======  ==========================  =====================================================

The fork server's socket comes to the door by inheritance; its end ends the door. The end of a desk's control socket
drops the desk's entry. Nothing is acknowledged: before the door calls a cookie unknown, it reads what the desks that
are signing somebody in have said meanwhile.
"""
