from km_eval.statistics.calibration import Calibration


def error(*pairs):
    calibration = Calibration()
    for confidence, right in pairs:
        calibration.add(confidence, right)
    return calibration.error


def test_sure_and_right_is_calibrated():
    assert error((1.0, 1.0), (0.0, 0.0)) == 0.0


def test_sure_and_wrong_is_not():
    assert error((1.0, 0.0)) == 1.0


def test_half_sure_and_right_half_the_time_is_calibrated():
    assert error((0.5, 1.0), (0.5, 0.0)) == 0.0


def test_of_nothing_nothing_is_known():
    assert error() is None
