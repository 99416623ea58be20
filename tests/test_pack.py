"""Packing: order kept, nothing over its column, everything that must be there is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckpress.render.paper.pack import Block, Column, Option, pack_topic, split_parts

GAP = 7.0
ROOM = 300.0
options = st.lists(st.builds(Option, st.floats(5, 120), st.integers(1, 100)), max_size=6).map(tuple)
blocks = st.lists(st.builds(Block, st.floats(10, ROOM), options), min_size=1, max_size=20)


def rooms(pages: int) -> list[float]:
    """Three columns a page, the first page's a little lower."""
    return [ROOM] * 3 + [ROOM + 20] * 3 * (pages - 1)


def height(column: Column, given_blocks: list[Block]) -> float:
    here = given_blocks[column.first : column.first + len(column.chosen)]
    chosen = sum(
        block.options[place].height
        for block, taken in zip(here, column.chosen, strict=True)
        for place in taken
    )
    return sum(block.fixed for block in here) + chosen + GAP * max(len(here) - 1, 0)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(blocks)
def test_every_block_once_in_order_and_no_column_too_full(given_blocks: list[Block]) -> None:
    columns = pack_topic(given_blocks, rooms, GAP, 40)
    seen = [column.first + row for column in columns for row in range(len(column.chosen))]
    assert seen == list(range(len(given_blocks)))
    assert len(columns) % 3 == 0
    for column in columns:
        assert height(column, given_blocks) == pytest.approx(column.height)
        assert column.height <= column.room + 0.1


@settings(max_examples=120, deadline=None, derandomize=True)
@given(blocks)
def test_an_option_is_left_out_only_where_it_does_not_fit(given_blocks: list[Block]) -> None:
    for column in pack_topic(given_blocks, rooms, GAP, 40):
        for row, taken in enumerate(column.chosen):
            for place, option in enumerate(given_blocks[column.first + row].options):
                assert place in taken or column.height + option.height > column.room


def test_what_counts_more_goes_first() -> None:
    block = Block(100, (Option(150, 30), Option(150, 10)))
    (column, *_) = pack_topic([block], rooms, GAP, 40)
    assert column.chosen == ((1,),)


def test_columns_are_equally_rich() -> None:
    columns = pack_topic([Block(50)] * 12, rooms, GAP, 40)
    assert [len(column.chosen) for column in columns] == [4, 4, 4]


def test_the_gap_grows_to_the_foot_within_bounds() -> None:
    column = Column(0, ((), (), ()), 280, 300, 0)
    assert column.gap(7, 30) == pytest.approx(17)
    assert column.gap(7, 12) == 12
    assert Column(0, ((),), 280, 300, 0).gap(7, 12) == 7


def test_parts_of_a_long_block_go_to_several_columns() -> None:
    assert split_parts([100, 100, 150, 40], 200) == [(0, 2), (2, 4)]
    assert split_parts([10], 200) == [(0, 1)]
    with pytest.raises(ValueError, match="part 1 is 201 pt high"):
        split_parts([100, 201], 200)


def test_a_block_higher_than_every_column_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        pack_topic([Block(1000)], rooms, GAP, 40)
