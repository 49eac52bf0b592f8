"""How much there is to do and how it goes, as numbers for /metrics: never a name, a group or a text."""

from prometheus_client import Counter, Gauge

ARRIVALS = Counter("hallkeeper_arrivals", "Deliveries taken in, by platform", ["platform"])
DECIDED = Counter("hallkeeper_events_decided", "Events that needed something, by kind", ["kind"])
SET_ASIDE = Counter("hallkeeper_events_set_aside", "Events that could not be decided", ["kind"])
ERRANDS = Counter("hallkeeper_errands", "What was to be done, by kind and what became of it", ["kind", "outcome"])
WAITING = Gauge("hallkeeper_errands_waiting", "What is still to be done")
