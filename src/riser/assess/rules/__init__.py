"""How Riser rates: pure functions on small frozen values. No Django, clock, file or network.

Read in this order, which is the order of the method:

1. ``scale``       the six words and what "one step down" means
2. ``caps``        what provenance and imported history allow one instance
3. ``freshness``   which instances are young enough to count, and when each leaves
4. ``aggregate``   from instances to the outcomes a practice may have, and the indicative one
5. ``groups``      a practice area at one level: satisfied, unsatisfied, not rated
6. ``levels``      area level and maturity level
7. ``stated``      what people say, by the same groups and levels; ``survey`` who is asked what
8. ``prices``      charges into class totals, each row once
9. ``next_steps``  what stands between here and the next level
10. ``forecast``   what will move by itself, when evidence leaves its window
11. ``fitness``    the fifteen conditions of the fitness test
12. ``judgement``  when what a person decided still stands, and who may affirm

"Not rated" is a value everywhere (``None`` or ``not_rated``), never 0 or -1. Arithmetic is exact.
"""
