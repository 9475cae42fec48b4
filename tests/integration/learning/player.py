"""A player as the tests of watching use it: it says what was played, when it is told to."""

from datetime import UTC, datetime

from content.learning.budget import SLACK_MS

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SLACK_SECONDS = SLACK_MS // 1000


class Player:
    """One player of one person: opens a play session and sends what it is told to."""

    def __init__(self, client, recording):
        self.client = client
        self.seq = 0
        answer = self.post("/api/v1/play-sessions", {"recording": str(recording.uuid)})
        assert answer.status_code == 200, answer.content
        self.opened = answer.json()

    def post(self, url, payload):
        return self.client.post(url, payload, content_type="application/json")

    def send(self, *intervals, position=None, seq=None):
        """Send a beat; [from, to] or [from, to, rate]."""
        if seq is None:
            self.seq += 1
            seq = self.seq
        full = [[*interval, 1][:3] for interval in intervals]
        if position is None:
            position = full[-1][1] if full else 0
        payload = {"seq": seq, "intervals": full, "position": position}
        return self.post(f"/api/v1/play-sessions/{self.opened['id']}/heartbeats", payload)

    def beat(self, *intervals, **options):
        answer = self.send(*intervals, **options)
        assert answer.status_code == 200, answer.content
        return answer.json()
