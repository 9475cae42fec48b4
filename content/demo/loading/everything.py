"""The parts in their order, each with a line for whoever waits."""

from collections.abc import Callable

from content.articles.models import ArticleIndexPage
from content.courses.models import CourseIndexPage
from content.demo.loading.articles import load_articles
from content.demo.loading.courses import load_courses
from content.demo.loading.events import load_events
from content.demo.loading.figures import load_figures
from content.demo.loading.learning import load_learning
from content.demo.loading.lectures import load_lecture_pages
from content.demo.loading.people import administrator, load_people, load_units
from content.demo.loading.recordings import (
    Company,
    load_decks,
    load_recordings,
    upload_finished,
)
from content.demo.loading.site import indexes_of, load_home_words, load_site
from content.demo.loading.transcripts import load_transcripts
from content.demo.loading.words import load_speakers, load_terms, load_topics
from content.events.models import EventIndexPage
from content.lectures.models import LectureIndexPage

Report = Callable[[str, int], None]


def load_everything(report: Report, *, port: int) -> None:
    """Load what is missing. `report` is told each part and how many things it now holds."""
    units = load_units()
    people = load_people(units)
    report("units and people", len(units) + len(people))
    company = Company(
        acting_user=administrator(people),
        units=units,
        topics=load_topics(),
        speakers=load_speakers(),
    )
    report("topics, speakers and terms", len(company.topics) + len(company.speakers) + load_terms())
    trees = load_site(company.acting_user, port)
    report("page trees and contact", len(trees.homes))
    report("figures", load_figures(units))
    recordings = load_recordings(company)
    report("recordings", len(recordings))
    report("transcripts", load_transcripts(recordings, company.acting_user))
    lecture_indexes = indexes_of(trees, LectureIndexPage)
    lectures = load_lecture_pages(recordings, lecture_indexes, company.acting_user)
    report("lecture pages", len(lectures))
    report("decks of slides", load_decks(recordings, company.acting_user))
    article_indexes = indexes_of(trees, ArticleIndexPage)
    report("articles", load_articles(article_indexes, company, lectures))
    report("events", load_events(indexes_of(trees, EventIndexPage), company, lectures))
    load_home_words(trees, company.acting_user)
    courses = load_courses(recordings, indexes_of(trees, CourseIndexPage), company)
    report("courses", len(courses))
    report("pieces of learning", load_learning(people, recordings, courses))
    # Last, for it only puts work into the queue, and the fresh lecture comes first in it.
    report("recordings to process", upload_finished(recordings, company.acting_user))
