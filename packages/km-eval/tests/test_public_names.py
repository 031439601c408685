import pytest

import km_eval


@pytest.mark.parametrize("name", km_eval.__all__)
def test_every_public_name_can_be_imported(name):
    assert getattr(km_eval, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'scroe'"):
        km_eval.scroe  # noqa: B018
