/* One unit's alarm: claim, send, receipt, climb. Two engines, a reaper, a ladder, a desk that may answer any time.
 *
 * A step wakes one person by one send. What the database settles in one statement is one atomic block here, as in
 * actions/sending.py (CLAIM, SETTLE, reclaim_lapsed), climbing.py and answering.py; an engine may die between any two.
 * Time is whoever moves next: a lease may run out at any moment, whether its engine is dead or only slow.
 * Run by tests/model/test_spin.py; each ltl below is one claim.
 */
#define STEPS 2    /* rungs of the ladder */
#define EPOCHS 2   /* a lapse, or an answer taken back, begins a second epoch */
#define SENDS 4    /* one for each rung of each epoch */
#define TRIES 2
#define DEATHS 1
#define AT(e, s) ((e) * STEPS + (s))

mtype = { unplanned, queued, sending, sent, failed, superseded, open, answered, exhausted };

mtype delivery[SENDS] = unplanned;
byte attempts[SENDS];    /* only the try that is the last one claimed is settled */
byte took[SENDS];        /* how often the provider took it */
byte reaped[SENDS];      /* how often its lease ran out */
mtype side = open;
byte epoch = 0, step = 0, deaths = 0;
bool woken_late = false;

#ifdef BLIND             /* a claim that does not look: to see that the model notices */
#define LOOKS_WANTED(i) true
#else
#define LOOKS_WANTED(i) WANTED(i)
#endif
#define WANTED(i) (side != answered && (i) / STEPS == epoch)

inline answer() {        /* what still waits is dropped in the same transaction */
  side = answered;
  d_step { k = 0; do :: k < SENDS -> if :: delivery[k] == queued -> delivery[k] = superseded :: else fi; k++ :: else -> break od; k = 0 }
}

inline forget() { i = 0; mine = 0; ok = false }

proctype Engine() {
  byte i, mine; bool ok;
end:
  do
  :: atomic {            /* claim, and look whether it is still wanted, in one statement */
       delivery[0] == queued || delivery[1] == queued || delivery[2] == queued || delivery[3] == queued;
       do :: delivery[i] != queued -> i++ :: else -> break od;
       if
       :: LOOKS_WANTED(i) -> delivery[i] = sending; attempts[i]++; mine = attempts[i]; woken_late = woken_late || side == answered
       :: else -> delivery[i] = superseded; forget(); goto end
       fi }
     if
     :: atomic { deaths < DEATHS -> deaths++; forget() } goto end                    /* before it sends */
     :: atomic { took[i]++; ok = true }                                             /* taken */
     :: mine < TRIES - 1                                                            /* busy: asked again */
     fi;
     if
     :: atomic { deaths < DEATHS -> deaths++; forget() }  /* before it writes */
     :: atomic {
          if
          :: delivery[i] == sending && attempts[i] == mine -> if :: ok -> delivery[i] = sent :: else -> delivery[i] = queued fi
          :: else
          fi; forget() }
     fi
  od
}

proctype Reaper() {
  byte i;
end:
  do
  :: atomic {
       delivery[0] == sending || delivery[1] == sending || delivery[2] == sending || delivery[3] == sending;
       do :: delivery[i] != sending -> i++ :: else -> break od;
       if :: attempts[i] < TRIES -> delivery[i] = queued; reaped[i]++ :: else -> delivery[i] = failed fi; i = 0 }
  od
}

proctype Ladder() {
end:
  do
  :: atomic { side == open && step + 1 < STEPS ->
       step++; assert(delivery[AT(epoch, step)] == unplanned); delivery[AT(epoch, step)] = queued }
  :: atomic { side == open && step + 1 == STEPS -> side = exhausted }
  od
}

proctype Desk() {
  byte k;
  if :: atomic { side != answered -> answer() } :: true fi;
  if
  :: atomic { side == answered -> epoch++; step = 0; side = open;
       assert(delivery[AT(epoch, 0)] == unplanned); delivery[AT(epoch, 0)] = queued };
     if :: atomic { side != answered -> answer() } :: true fi
  :: true
  fi
}

init { atomic { delivery[0] = queued; run Engine(); run Engine(); run Ladder(); run Desk();
#ifndef NO_REAPER        /* nobody takes over from the dead: to see that the model notices */
  run Reaper();
#endif
} }

#define TRIED(i) (took[i] > 0 || delivery[i] == failed || !WANTED(i))

ltl wanted_is_sent_0 { [] (delivery[0] == queued -> <> TRIED(0)) }
ltl wanted_is_sent_1 { [] (delivery[1] == queued -> <> TRIED(1)) }
ltl wanted_is_sent_2 { [] (delivery[2] == queued -> <> TRIED(2)) }
ltl a_lease_comes_back { [] (delivery[1] == sending -> <> (delivery[1] != sending)) }

/* Nobody is woken after the answer. No step is skipped, in either epoch. Ended only at the end. Given up only after every
 * try. Taken twice only if a lease ran out, its engine dead or slow. */
#define HELD (!woken_late \
  && (delivery[1] == unplanned || delivery[0] != unplanned) && (delivery[3] == unplanned || delivery[2] != unplanned) \
  && (side != exhausted || step == STEPS - 1) && (delivery[0] != failed || attempts[0] == TRIES) \
  && (delivery[0] != sent || took[0] <= 1 + reaped[0]))
ltl all_of_it_holds { [] HELD }
