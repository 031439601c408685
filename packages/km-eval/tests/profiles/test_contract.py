import pytest

from km_eval.contracts import PROFILES
from km_eval.profiles.loading import load_profiles
from km_eval.testing.profiles import ProfileContract


class TestProfiles(ProfileContract):
    @pytest.fixture(params=PROFILES.names())
    def profile(self, request):
        return PROFILES.load(request.param)


def test_all_are_loaded_once_and_strict_first():
    loaded = load_profiles(["strict", "all"])
    assert loaded[0].name == "strict"
    assert sorted(PROFILES.names()) == sorted(profile.name for profile in loaded)
