"""A workspace in use: judged, asked, embedded, published, brought to a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lod.config import Config
from lod.errors import LodError, SourceError, UsageError
from lod.workspace.embedding import Embedding

if TYPE_CHECKING:
    from lod.publishing import Crew, Summary
    from lod.query import Answer, NamedQuery
    from lod.syncing import Pulled, Pushed
    from lod.validation import Report
    from lod.validation.remote.validating import Judged, Page


class Judges(Protocol):
    """Workers that judge pages of suspects of a store: `lod.distributed.Cluster`."""

    def judged(self, config: Config, profiles: Iterable[str], pages: Iterable[Page]) -> Iterator[Judged]:
        """Yield what became of the pages, in their order."""


class InvalidData(LodError):
    """Data that must not be published; `report` says why."""

    def __init__(self, report: Report, what: str = "published") -> None:
        self.report = report
        super().__init__(f"the data is not valid, nothing was {what}", remedy="Mend the violations: lod validate")


class Workspace(Embedding):
    """The facts, terms and shapes of one configuration; files are read when they are first needed.

    With `store`, questions go to the store of the settings, without it to the files; by default to the files, unless
    there are none and the settings name a store.
    """

    def validate(
        self,
        *,
        texts: Mapping[str, Path] | None = None,
        profiles: Iterable[str] = (),
        engine: str = "auto",
        cache: bool = True,
        crew: Judges | None = None,
    ) -> Report:
        """Validate the data against the shapes (SHACL) and return the report.

        `texts` maps an article (IRI, CURIE or the part behind the base) to its text, a UTF-8 file: then each extract
        that the evidence quotes is looked for in it. `profiles` names further shapes in shapes/profiles/. `engine` is
        `auto` or `pyshacl`: the reference alone, slower and with the same report. With `cache`, what was found is kept
        in `.lod_cache`, and the next time only what a change can affect is judged again, to the same report.

        On a store the data are judged where they are, to the same findings without lines; a crew (`lod.distributed`)
        can share that. Raises UsageError for texts and engines then, which are for files, or for a crew without a
        store, and SourceError for shapes that a store cannot be judged by, and where there is nothing to judge.
        """
        if self.on_store:
            from lod.validation.remote.validating import validate as validate_there

            if texts or engine != "auto":
                raise UsageError("texts and engines are for files, not for a store", remedy="Judge files: --no-store")
            names = tuple(profiles)
            share = (lambda pages: crew.judged(self.config, names, pages)) if crew else None
            store = self.remote.store
            report = validate_there(self.config, self.remote, store.query, profiles=names, share=share)
            if not report.triples:
                # A mistyped graph looks like this too, and would have a site emptied.
                place = f"the graph {store.graph} of the store" if store.graph else "the store's default graph"
                remedy = "Bring some there: lod push. Or is 'graph' in the settings another one?"
                raise SourceError(f"no facts in {place}", where=store.query, remedy=remedy)
            return report
        if crew:
            raise UsageError(
                "a cluster validates a store, not files", remedy="Bring them there: lod push; then: --store"
            )
        from lod.validation import validate

        return validate(self.config, texts=texts or {}, profiles=profiles, engine=engine, cache=cache)

    def query(
        self,
        query: str | NamedQuery,
        values: Mapping[str, str] | None = None,
        *,
        language: str | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """Answer a query: SPARQL 1.1 text, a named query or the name of one, with the values of its parameters.

        Values are written as a person would: `{"person": "person/x"}`. `language` is the reader's. With a
        `timeout`, in seconds, the query can be stopped: by Ctrl-C, and when the time is over, with a QueryError. Raises
        QueryError with line and column for text that does not parse, UsageError for an unknown name or value.
        """
        from lod.query import answer

        return answer(self.asked, query, config=self.config, values=values or {}, language=language, timeout=timeout)

    def publish(
        self,
        output: Path | str | None = None,
        *,
        base_url: str | None = None,
        jobs: int = 1,
        crew: Crew | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Summary:
        """Validate the data, then make the folder `output` (by default the configured one) hold the site.

        An address such as `s3://bucket/folder` is a folder of a storage that fsspec knows (extra `storage`). Only what
        has changed is written. `base_url` stands in the place of the base in addresses of pages, for a preview host.
        `jobs` processes share the work, or else a crew (`lod.distributed`). `progress` is called with the number of
        units (things, lists) done and of all to do. Raises InvalidData if the report has a violation, before anything
        is written, and PublishError if the folder cannot be written or is not lod's.
        """
        from lod.publishing import Processes, publish
        from lod.validation import Severity

        report = self.validate()
        if report.fails(Severity.VIOLATION):
            raise InvalidData(report)
        return publish(
            self.config,
            _place(output) if output else self.config.output,
            graph=self.whole,
            vocabulary=self.vocabulary,
            base_url=base_url,
            searched=True,
            report=report,
            crew=crew or Processes(jobs),
            progress=progress,
        )

    def push(
        self, *, every: bool = False, dry_run: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Pushed:
        """Validate the data, then bring the store of the settings to exactly what the files say.

        Only what has changed is sent; with `every`, all is compared. `dry_run` changes nothing. `progress` is called
        with the numbers of files done and of all to do. Raises InvalidData if the report has a violation, StoreError
        where the store does not take it; then the next push goes on where this one stopped.
        """
        from lod.syncing import push
        from lod.validation import Severity

        remote = self.remote
        # The files, even where the store is what is asked: without any, the store would be emptied.
        report = Workspace(self.config, store=False).validate()
        if report.fails(Severity.VIOLATION):
            raise InvalidData(report, "pushed")
        return push(self.config, remote, every=every, dry_run=dry_run, progress=progress)

    def pull(
        self, output: Path | None = None, *, force: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Pulled:
        """Write what the store of the settings holds to files below `output`, by default the workspace's folder.

        Files that say otherwise are replaced only with `force`; else UsageError is raised before anything is written.
        """
        from lod.syncing import pull

        return pull(self.config, self.remote, output or self.config.root, force=force, progress=progress)


def _place(output: Path | str) -> Path | str:
    return output if "://" in str(output) else Path(output)
