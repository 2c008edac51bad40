"""The fork server: everything imported once, no key, no connection; it makes blank desks and ends desks.

One process, one thread. It alone knows which locker's desk is which process. Its children are the porch (one, made
anew when it dies) and the desks, each in a process group of its own. It kills a whole group on sign-out, idle, freeze,
a newer sign-in of the same locker, and at the absolute limit; what left its group is adopted (PR_SET_CHILD_SUBREAPER)
and killed. When the fork server dies, the kernel kills its children (PR_SET_PDEATHSIG).

`registry` is the book of who is who, without a system call in it; `children` forks and kills; `loop` listens;
`warm` imports. The messages stand in `busel.desk.running.wire`.
"""
