"""How often Python looks through its memory for what nobody can reach any more: seldom."""

import gc

EVERY = (50_000, 20, 50)  # objects made before the youngest are looked through, then the older ones


def collect_seldom() -> None:
    """Spares what is loaded by now from being looked through, and looks at the rest less often.

    What Riser keeps of an organisation are millions of frozen values without a cycle: looking through them
    again and again took a fourth of an appraisal of 1,000 campaigns, and now and then a page's answer.
    """
    gc.freeze()
    gc.set_threshold(*EVERY)
